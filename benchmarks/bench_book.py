"""The map book: time, CPU, size and sheets on both papers, beside plain maps of the same counties by geopandas.

The peer draws as many pages with geopandas and matplotlib: counties and sites within the view of each sheet, without
names, legends, tables or index. Run ``python benchmarks/bench_book.py``; ``--quick`` takes one district.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import date

from geoplan.book.edition import Edition
from geoplan.book.map_book import book_files
from geoplan.book.packed_pdf import packed_pdf
from geoplan.book.run_book import BookTask, run_book
from geoplan.catalogue.catalogue import Catalogue, load
from geoplan.geodata.boundaries import counties
from geoplan.query.selection import Selection
from geoplan.settings import settings

DAY = date(2026, 11, 30)


def cpu() -> float:
    """Seconds of this process and of those it waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def measured(make: Callable[[], bytes]) -> tuple[bytes, float, float]:
    """What is made, seconds on the clock and of CPU."""
    wall, used = time.perf_counter(), cpu()
    made = make()
    return made, time.perf_counter() - wall, cpu() - used


def plain_maps(catalogue: Catalogue, views: list[tuple[float, float, float, float]]) -> bytes:
    """The peer's pages."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.backends.backend_pdf import PdfPages

    content, frame = io.BytesIO(), counties()
    places = catalogue.places[catalogue.places.geometry.notna()]
    with PdfPages(content) as pages:
        for west, south, east, north in views:
            figure, axes = plt.subplots(figsize=(420 / 25.4, 297 / 25.4))
            frame.plot(ax=axes, facecolor="#f8f6ef", edgecolor="#a39d8b", linewidth=0.5)
            places.plot(ax=axes, color="#0072b2", markersize=12)
            axes.set_xlim(west, east)
            axes.set_ylim(south, north)
            pages.savefig(figure)
            plt.close(figure)
    return content.getvalue()


def main() -> None:
    """Print the table."""
    selection = Selection(regions=("350203",)) if "--quick" in sys.argv else Selection()
    catalogue = load(settings().home, validated=True)
    print("               sheets  pages     MB   seconds   CPU s")
    for paper in ("A3", "A4"):
        task = BookTask(settings().home, Edition(DAY, "zh", paper, selection))
        told: list[int] = []
        book, wall, used = measured(lambda task=task, told=told: run_book(task, lambda done, of: told.append(of)))
        n = told[-1]
        from pypdf import PdfReader

        pages = len(PdfReader(io.BytesIO(book)).pages)
        print(f"book {paper}        {n:6} {pages:6} {len(book) / 1e6:6.1f} {wall:9.1f} {used:7.1f}")
    _, wall, used = measured(lambda: json.dumps(sorted(book_files(catalogue, task.edition, None))).encode())
    print(f"  drawing alone                       {wall:9.1f} {used:7.1f}")
    from geoplan.book.county_pages import county_pages
    from geoplan.query.selection import select

    sites = [str(site) for site in select(catalogue, selection)]
    views = [page.view for page in county_pages(catalogue, selection, sites, "zh")]
    plain, wall, used = measured(lambda: plain_maps(catalogue, views))
    share = n / len(views)
    print(f"geopandas      {len(views):6} {len(views):6} {len(plain) / 1e6:6.1f} {wall:9.1f} {used:7.1f}")
    print(f"  for {n} sheets                 {len(plain) * share / 1e6:6.1f} {wall * share:9.1f} {used * share:7.1f}")
    assert packed_pdf(book) == book


if __name__ == "__main__":
    main()
