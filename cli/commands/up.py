"""`postroom up`: workers, their schedulers and the pages, in one process tree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import desk, doorway, say
from cli.commands.worker import warn_of_two_hosts

if TYPE_CHECKING:
    from config.settings import Settings
    from web.house import House, WebSettings
    from web.serve import Place

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Of this machine, where the pages are served.")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="0: any that is free.")]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=0, max=256, help="Worker processes; 0: the pages alone.")
]
Certificate = Annotated[
    Path | None, typer.Option("--certificate", metavar="FILE", help="Serve https with this certificate chain (PEM).")
]
Key = Annotated[Path | None, typer.Option("--key", metavar="FILE", help="The certificate's private key (PEM).")]
PublicUrl = Annotated[
    str | None,
    typer.Option(
        "--public-url", metavar="URL", help="Where browsers reach the pages, behind a proxy.", parser=doorway.public_url
    ),
]
TrustProxy = Annotated[
    list[str] | None,
    typer.Option(
        "--trust-proxy",
        metavar="ADDRESS",
        help="A proxy (or a network) whose X-Forwarded-For and -Proto are believed; may be given several times.",
        parser=doorway.network,
    ),
]


def up(
    host: Host = "127.0.0.1",
    port: Port = 8470,
    workers: Workers = 1,
    certificate: Certificate = None,
    key: Key = None,
    public_url: PublicUrl = None,
    trust_proxy: TrustProxy = None,
) -> None:
    """Run everything: the pages, and the workers with their schedulers.

    Prints where the pages are, and, while nobody can sign in as an administrator, a link that works once and makes
    the first one. Only this machine reaches the pages unless --host says otherwise. SIGTERM and Ctrl-C finish or hand
    back what is running.
    """
    import asyncio

    from web.serve import Place

    place = Place(host, port, certificate, key, tuple(trust_proxy or ()))
    read = desk.settings("info")
    if workers:
        warn_of_two_hosts(read)
    for caution in doorway.cautions(place, public_url):
        say.note(caution)
    asyncio.run(_run(read, place, doorway.web_settings(place, public_url), workers))


async def _run(read: Settings, place: Place, web: WebSettings, workers: int) -> None:
    from cli.crew import crew
    from store.migrate import migrate
    from web.house import House
    from web.serve import serving, stopping
    from worker.office import settings_from

    desk.make_home(read)
    await migrate(read.database_url)
    async with House.open(settings_from(read), web) as house, serving(house, place) as served:
        with stopping() as told:
            await _say_where(house, doorway.shown(place, served.port, web.public_url))
            async with crew(workers, desk.flags_for_children()):
                await told.wait()
                say.note("ending: what is under way is finished or handed back")


async def _say_where(house: House, address: str) -> None:
    say.line(f"Postroom is at {address}")
    async with house.store.write() as tx:
        link = await doorway.first_link(tx, address)
    if link is not None:
        say.line(link)
    say.flush()
