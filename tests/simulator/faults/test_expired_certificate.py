import ssl

import pytest

from tests.kit.simulated import playing


async def test_the_certificate_has_expired_for_as_long_as_the_trouble_lasts():
    async with playing('[[trouble]]\nfault = "expired_certificate"\nuntil = 10\n') as stage:
        with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
            await stage.connect(tls=True)
        stage.clock.advance(10)
        await stage.connect(tls=True)


async def test_with_starttls_too():
    async with playing('[[trouble]]\nfault = "expired_certificate"\n') as stage:
        talk = await stage.connect()
        assert b"OK" in await talk.say("STARTTLS")
        with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
            await talk.writer.start_tls(
                ssl.create_default_context(cadata=stage.profile.ca_pem), server_hostname="127.0.0.1"
            )
