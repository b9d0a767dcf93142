"""What everything that knows the current request must do."""

from ports.correlation import Correlation


class CorrelationContract:
    def test_is_none_outside_of_any(self, correlation: Correlation) -> None:
        assert correlation.current is None

    def test_is_the_innermost_while_it_lasts(self, correlation: Correlation) -> None:
        with correlation.begun("outer"):
            with correlation.begun("inner"):
                assert correlation.current == "inner"
            assert correlation.current == "outer"
        assert correlation.current is None
