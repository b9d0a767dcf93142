from hypothesis import given
from hypothesis import strategies as st

from configuration.sandbox_mode import GROUP_ID, new_secret, sandbox_config, with_sandbox
from configuration.secret_values import secret_values
from configuration.setting_sources import FROM_FILES
from configuration.settings import Settings

SECRETS = ("vk_access_token", "vk_secret", "vk_confirmation_code", "openai_api_key")


@given(st.sampled_from([*SECRETS, "database_url", "redis_url", "notifier_url"]))
def test_shows_no_secret_when_printed(name: str) -> None:
    settings = Settings(**{name: "sqlite://canary"})  # type: ignore[arg-type]  # the name is one of a text

    assert "canary" not in repr(settings) + str(settings)


def test_secrets_are_those_that_were_given() -> None:
    assert Settings().secrets == ()
    assert Settings(vk_secret="a", openai_api_key="b").secrets == ("a", "b")
    assert Settings(**dict.fromkeys(SECRETS, "x")).secrets == ("x",) * 4  # type: ignore[arg-type]  # all are texts


def test_passwords_within_addresses_are_secrets_too() -> None:
    settings = Settings(
        database_url="mysql://u:p%40ss@h/d",
        redis_url="redis://:word@h:6379",
        notifier_url="ws://u:third@h/",
        vk_secret="a",
    )

    assert settings.secrets == ("a", "p%40ss", "word", "third")
    assert Settings(notifier_url="ws://[h/").secrets == ()


def test_is_embedded_unless_the_database_is_a_server() -> None:
    assert Settings().is_embedded
    assert not Settings(database_url="mysql://u:p@h/d").is_embedded


def test_the_same_are_hidden_in_the_log_and_kept_out_of_prompts() -> None:
    urls = dict.fromkeys(("database_url", "redis_url", "notifier_url", "openai_base_url"), "x://u:p@h/d")
    names = (*SECRETS, "vk_service_token", "secret_key")
    settings = Settings(**urls, **dict.fromkeys(names, "x"))  # type: ignore[arg-type]  # all are texts

    assert sorted(secret_values(settings).values()) == sorted(settings.secrets)
    assert set(FROM_FILES) <= set(secret_values(settings))


class TestSandbox:
    def test_stands_in_for_vk_and_the_model(self) -> None:
        settings = with_sandbox(Settings(answer_price=Settings().answer_price), url="http://127.0.0.1:8001", secret="s")

        assert settings.vk_is_on
        assert not settings.needs_sandbox
        assert (settings.vk_group_id, settings.vk_api_url) == (GROUP_ID, "http://127.0.0.1:8001")
        assert settings.openai_base_url == "http://127.0.0.1:8001/v1"
        assert settings.vk_secret == "s"

    def test_posts_its_events_to_the_callback(self) -> None:
        config = sandbox_config(Settings(vk_callback_path="/hook"), site="http://127.0.0.1:9", secret="s")

        assert (config.callback_url, config.site_url) == ("http://127.0.0.1:9/hook", "http://127.0.0.1:9/")
        assert (config.group_id, config.secret) == (GROUP_ID, "s")

    def test_secret_is_new_each_time_and_short_enough_for_vk(self) -> None:
        assert new_secret() != new_secret()
        assert 32 <= len(new_secret()) <= 50
