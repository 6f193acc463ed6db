"""Charts: heat maps, bars with their interval, dots. Altair is imported when the first is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import streamlit as st

from geoplan.symbology import symbology

PICK: Final = "pick"  # the column of a chart's rows that says what a mark stands for, where marks can be chosen
_AXIS: Final = 80  # pixels of the horizontal axis with its title: Streamlit fits it into a chart's height
_LABEL = 260  # pixels of a label before it is cut


def is_dark() -> bool:
    """Whether charts stand on dark ground."""
    return bool(st.context.theme.type == "dark")


def _look(use: str) -> Any:
    """What `geoplan.symbology` has for a use in charts; on dark ground that of ``<use>_dark``, where there is one."""
    looks = {**symbology().colours, **symbology().charts}
    return looks.get(f"{use}_dark", looks[use]) if is_dark() else looks[use]


def chart_colour(use: str) -> str:
    """A colour of `geoplan.symbology`: of its charts (``paper``, ``blank`` …) or of symbols and texts."""
    return str(_look(use))


def _scale(groups: list[str], palette: str) -> Any:
    """Give each group a colour of a palette."""
    import altair as alt

    return alt.Scale(domain=groups, range=list(_look(palette)[: max(len(groups), 1)]))


def _gradient(scheme: str, dark: str) -> dict[str, Any]:
    """A scheme of Vega on light ground; on dark ground a range of `geoplan.symbology`, which fades into that ground."""
    return {"range": symbology().charts[dark]} if is_dark() else {"scheme": scheme}


def draw_chart(
    chart: Any, stretch: bool = True, description: str = "", key: str = "", on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw a chart, at the width there is or at its own; see `chart_spec` and `draw_spec`."""
    draw_spec(chart_spec(chart, description, on_pick is not None), stretch, key, on_pick)


def chart_spec(chart: Any, description: str = "", pickable: bool = False) -> dict[str, Any]:
    """Lay a chart out as Vega takes it, which takes longer than to draw it: what draws it again may keep this.

    Vega's own labels of marks and axes are English and name columns by their codes: a screen reader is told the
    `description`, and the table beneath says the same as the chart.
    """
    import altair as alt

    # Not Altair's own `to_dict`: which data it takes along is set for all threads at once, and Streamlit guards that.
    from streamlit.elements.vega_charts import _convert_altair_to_vega_lite_spec

    chart = chart.copy(deep=["config"])
    if chart.config is alt.Undefined:
        chart = chart.configure()
    chart.config["aria"] = False
    chart.config["mark"] = alt.MarkConfig(aria=False)  # else their groups have a role and no name
    if description:
        chart = chart.properties(description=description)
    if pickable:
        chart.config["mark"] = alt.MarkConfig(aria=False, cursor="pointer")
        chart = chart.add_params(alt.selection_point(name=PICK, fields=[PICK], toggle=False))
    return dict(_convert_altair_to_vega_lite_spec(chart))


def draw_spec(
    spec: dict[str, Any], stretch: bool = True, key: str = "", on_pick: Callable[[str], None] | None = None
) -> None:
    """Draw what `chart_spec` has laid out.

    `on_pick` is called before the next run with the value of `PICK` of a mark that is chosen; it needs a `key` and a
    pickable chart.
    """
    width: Any = "stretch" if stretch else "content"
    if on_pick is None:
        st.vega_lite_chart(spec, width=width)
        return
    take = on_pick

    def picked() -> None:
        marks = st.session_state[key].selection.get(PICK) or [{}]
        if isinstance(value := marks[0].get(PICK), str):
            take(value)

    st.vega_lite_chart(spec, width=width, key=key, on_select=picked)


def heat_map(
    cells: pd.DataFrame,
    row: str,
    column: str,
    titles: dict[str, str],
    middle: float | None = None,
) -> Any:
    """Draw a table of cells.

    `cells` has ``row`` and ``column`` in their order, ``value`` (NaN leaves the cell blank), ``shown`` (what it says);
    ``apart``, if there, marks cells whose value does not stretch the colours (a remainder beside its peers).
    `titles` names columns in the tooltip; `middle` is the neutral value of a scale with two ends.
    """
    import altair as alt

    top = alt.Axis(orient="top", labelAngle=-45, labelLimit=320, labelOverlap=False)
    left = alt.Axis(labelLimit=_LABEL, labelOverlap=False)
    base = alt.Chart(cells).encode(
        x=alt.X(f"{column}:N", sort=cells[column].drop_duplicates().tolist(), title=None, axis=top),
        y=alt.Y(f"{row}:N", sort=cells[row].drop_duplicates().tolist(), title=None, axis=left),
        tooltip=[alt.Tooltip(key, title=title) for key, title in titles.items()],
    )
    known = cells.loc[~cells["apart"], "value"] if "apart" in cells else cells["value"]
    high = float(known.max()) if known.notna().any() else 1.0
    low = float(known.min()) if known.notna().any() else 0.0
    if middle is None:
        scale = alt.Scale(**_gradient("tealblues", "amounts_dark"), domain=[0, high], clamp=True)
        strong = f"datum.value > {(0.68 if is_dark() else 0.6) * high}"
    else:
        ends = [min(low, middle), max(high, middle)]
        scale = alt.Scale(**_gradient("purplegreen", "sides_dark"), domain=ends, domainMid=middle, clamp=True)
        far = 0.5 if is_dark() else 0.6
        strong = (
            f"datum.value > {middle + far * (ends[1] - middle)} || datum.value < {middle - far * (middle - ends[0])}"
        )
    fill = alt.condition(
        "isValid(datum.value)", alt.Color("value:Q", scale=scale, legend=None), alt.value(chart_colour("blank"))
    )
    ink = alt.condition(
        f"isValid(datum.value) && ({strong})", alt.value(chart_colour("on_strong")), alt.value(chart_colour("ink"))
    )
    layers = base.mark_rect(stroke=chart_colour("paper"), strokeWidth=2).encode(color=fill)
    layers += base.mark_text().encode(text="shown", color=ink)
    return _styled(layers.properties(height=34 * cells[row].nunique() + 150))


def bars(
    rows: pd.DataFrame,
    label: str,
    value: str,
    titles: dict[str, str],
    low: str = "",
    high: str = "",
    percent: bool = False,
    colour: str = "",
    facet: str = "",
    mark: float | None = None,
) -> Any:
    """Draw a bar a row, with a whisker for its interval.

    `titles` names columns in tooltip and axis; `colour` groups bars side by side within a label, `facet` gives each
    group a chart; `mark` draws a line at a value, such as that of chance; `percent` says that values are shares.
    """
    import altair as alt

    shares = (value, low, high)
    # Vega rounds a format without a type to the tick's digits and writes 100 as 1e+2: the figure is said as it is.
    labels: dict[str, Any] = {"format": ".0%"} if percent else {"labelExpr": "format(datum.value, ',')"}
    number = alt.Axis(grid=True, tickCount=5, **labels)
    order = rows[label].drop_duplicates().tolist()
    y = alt.Y(f"{label}:N", sort=order, title=None, axis=alt.Axis(labelLimit=_LABEL, labelOverlap=False))
    base = alt.Chart(rows).encode(
        y=y, tooltip=[_tip(key, name, percent and key in shares) for key, name in titles.items()]
    )
    offset = {"yOffset": alt.YOffset(f"{colour}:N", sort=rows[colour].drop_duplicates().tolist())} if colour else {}
    tint: dict[str, Any] = {}
    if colour:
        groups = rows[colour].drop_duplicates().tolist()
        tint["color"] = alt.Color(f"{colour}:N", sort=groups, scale=_scale(groups, "groups"), title=titles.get(colour))
    x = alt.X(f"{value}:Q", axis=number, title=titles.get(value))
    drawn = (base.mark_bar() if colour else base.mark_bar(color=chart_colour("pale"))).encode(x=x, **offset, **tint)
    if low:
        drawn = drawn + base.mark_rule(color=chart_colour("ink"), strokeWidth=1.6).encode(
            x=f"{low}:Q", x2=f"{high}:Q", **offset
        )
    if mark is not None:
        line = alt.Chart(pd.DataFrame({"at": [mark]})).mark_rule(color=chart_colour("selected"), strokeDash=[4, 3])
        drawn = drawn + line.encode(x="at:Q")
    per = 15 * (rows[colour].nunique() if colour else 1.7)
    drawn = drawn.properties(height=per * len(order) + _AXIS)
    return _styled(drawn.facet(f"{facet}:N", columns=3) if facet else drawn)


def stacked(rows: pd.DataFrame, label: str, value: str, part: str, titles: dict[str, str]) -> Any:
    """Draw a bar a label, made up of its parts; labels stand in their order."""
    import altair as alt

    parts = rows[part].drop_duplicates().tolist()
    order = rows[label].drop_duplicates().tolist()
    chart = (
        alt.Chart(rows)
        .mark_bar()
        .encode(
            x=alt.X(f"sum({value}):Q", title=titles[value], axis=alt.Axis(grid=True, tickCount=5)),
            y=alt.Y(f"{label}:N", sort=order, title=None, axis=alt.Axis(labelLimit=170, labelOverlap=False)),
            color=alt.Color(
                f"{part}:N",
                scale=_scale(parts, "parts"),
                sort=parts,
                title=titles[part],
                legend=alt.Legend(orient="bottom", columns=2, title=None),
            ),
            order=alt.Order("part_order:Q"),
            tooltip=[_tip(key, title, False) for key, title in titles.items()],
        )
        .transform_calculate(part_order=f"indexof({parts!r}, datum.{part})")
        .properties(height=26 * len(order) + 140)
    )
    return _styled(chart)


def dots(rows: pd.DataFrame, x: str, y: str, colour: str, titles: dict[str, str], percent: tuple[str, ...] = ()) -> Any:
    """Draw a dot a row against two axes; `percent` names the columns that are shares."""
    import altair as alt

    groups = rows[colour].drop_duplicates().tolist()
    chart = (
        alt.Chart(rows)
        .mark_circle(size=70, opacity=0.75)
        .encode(
            x=alt.X(f"{x}:Q", title=titles[x]),
            y=alt.Y(f"{y}:Q", title=titles[y]),
            color=alt.Color(
                f"{colour}:N", scale=_scale(groups, "classes"), title=titles[colour], legend=alt.Legend(orient="top")
            ),
            tooltip=[_tip(key, title, key in percent) for key, title in titles.items()],
        )
        .properties(height=360)
    )
    return _styled(chart)


def lines(rows: pd.DataFrame, x: str, y: str, part: str, titles: dict[str, str], mark: float | None = None) -> Any:
    """Draw a line a part over whole numbers, such as years; `mark` draws a line between two of them."""
    import altair as alt

    parts = rows[part].drop_duplicates().tolist()
    chart = (
        alt.Chart(rows)
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X(f"{x}:Q", title=titles[x], axis=alt.Axis(format="d", tickMinStep=1), scale=alt.Scale(zero=False)),
            y=alt.Y(f"{y}:Q", title=titles[y], axis=alt.Axis(grid=True, tickCount=5)),
            color=alt.Color(
                f"{part}:N", scale=_scale(parts, "parts"), sort=parts, title=None, legend=alt.Legend(orient="bottom")
            ),
            tooltip=[_tip(key, title, False) for key, title in titles.items()],
        )
    )
    if mark is not None:
        line = alt.Chart(pd.DataFrame({"at": [mark]})).mark_rule(color=chart_colour("selected"), strokeDash=[4, 3])
        chart = chart + line.encode(x="at:Q")
    return _styled(chart.properties(height=240))


def field(points: pd.DataFrame, borders: Any, value: str, titles: dict[str, str], side: float) -> Any:
    """Draw a grid of points coloured by a value, over borders, both axes to one scale.

    `points` has ``x``, ``y`` in metres, drawn as squares of `side` pixels; `borders` has ``x``, ``y``, ``ring``,
    ``order``.
    """
    import altair as alt

    width = float(points["x"].max() - points["x"].min()) or 1.0
    tall = float(points["y"].max() - points["y"].min()) or 1.0
    x = alt.X("x:Q", axis=None, scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(zero=False, nice=False))
    shades = alt.Scale(scheme="yellowgreenblue", reverse=not is_dark())
    # Squares: a bar of all shades is a gradient that Vega names by the address, which the app goes on to change.
    marks = alt.Legend(type="symbol", symbolType="square", symbolStrokeWidth=0)
    squares = (
        alt.Chart(points)
        .mark_square(size=side**2, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(f"{value}:Q", scale=shades, title=titles[value], legend=marks),
            tooltip=[_tip(key, title, False) for key, title in titles.items()],
        )
    )
    lines = (
        alt.Chart(borders)
        .mark_line(color=chart_colour("outline"), strokeWidth=0.8)
        .encode(x=x, y=y, detail="ring:N", order="order:Q")
    )
    height = 520
    return _styled((squares + lines).properties(height=height, width=height * width / tall))


def _tip(key: str, title: str, percent: bool) -> Any:
    import altair as alt

    return alt.Tooltip(key, title=title, format=".1%") if percent else alt.Tooltip(key, title=title)


def _styled(chart: Any) -> Any:
    return (
        chart.configure_axis(labelFontSize=12, domain=False, ticks=False, gridColor=chart_colour("grid"))
        .configure_view(stroke=None)
        .configure(background=chart_colour("paper"))
    )
