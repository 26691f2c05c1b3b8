"""Which addresses are refused, in which spellings."""

import ipaddress

import pytest

from transforms.sources.polling.addresses import Refused, checked_url, is_public

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
    "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/",
        "http://0x7f.1/", "http://127.0.0.1./", "http://[::1]/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/",
        "http://[fe80::1%25eth0]/", "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://0/",
        "file:///etc/passwd", "ftp://news.example/", "gopher://news.example/", "http:///nohost", "//news.example/",
        "http://[::1", "news.example", "", "http://news.example:99999/", "data:text/plain,x",
    ],
)  # fmt: skip
def test_urls_that_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        checked_url(url, allow_private=False)


@pytest.mark.parametrize("url", ["http://news.example/", "https://8.8.8.8:8443/feed", "HTTPS://NEWS.example"])
def test_urls_that_are_asked_for(url: str) -> None:
    assert checked_url(url, allow_private=False).host


def test_private_addresses_are_a_choice_but_schemes_are_not() -> None:
    assert checked_url("http://127.0.0.1:8000/x", allow_private=True).port == 8000
    with pytest.raises(Refused, match="only http and https"):
        checked_url("file:///etc/passwd", allow_private=True)


def test_a_refusal_names_no_credentials() -> None:
    with pytest.raises(Refused) as caught:
        checked_url("ftp://ann:hush@news.example/?token=hush", allow_private=False)
    assert "hush" not in str(caught.value)
    assert "news.example" in str(caught.value)
