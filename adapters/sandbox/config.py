from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """What the stand-in VK and the stand-in model are set to. Times are in seconds.

    `redelivery_delays` stand for VK's 10 s, 3 min, 10 min, 30 min and 1 h. `rate_limit` counts calls in a
    second for one token, 0 turns it off. `first_id` is where ids of comments and messages begin; when absent it
    follows the clock, so that a restarted sandbox does not reuse ids that a receiver has already stored.
    `announce_seed` sends the `wall_post_new` of the seeded post at start, always under the same `event_id`.
    """

    group_id: int = 229000001
    access_token: str = field(default="sandbox", repr=False)
    secret: str = field(default="sandbox-secret", repr=False)
    confirmation_code: str = "sandbox0"
    callback_url: str | None = None
    redelivery_delays: tuple[float, ...] = (1.0, 3.0, 6.0, 12.0, 24.0)
    callback_timeout: float = 5.0
    token_delay: float = 0.02
    rate_limit: int = 20
    site_url: str | None = None
    first_id: int | None = None
    announce_seed: bool = False
