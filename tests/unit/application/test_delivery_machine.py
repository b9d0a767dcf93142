from hypothesis import settings

from tests.examples import examples
from tests.unit.application.delivery_machine import DeliveryMachine
from tests.unit.application.house import House
from tests.unit.application.turn_promises import Books


class FakeDeliveryMachine(DeliveryMachine):
    def open_house(self) -> tuple[House, Books]:
        house = House()
        return house, house.storage


TestDeliveryMachine = FakeDeliveryMachine.TestCase
TestDeliveryMachine.settings = settings(max_examples=examples(200), stateful_step_count=30, deadline=None)
