"""Workbooks to fill in: the prefilled one of the unit and period, and a blank one a dataset.

Belongs here: the two download buttons. Does not belong here: writing workbooks (pipelines/product/template.py).
"""

from __future__ import annotations

import tempfile
from html import escape
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboards.standing import records
from dashboards.state import View
from pipelines.product.datasets import dataset_names
from pipelines.product.template import write_blank_templates, write_unit_template
from pipelines.settings import home

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def panel(view: View, own: pd.DataFrame) -> None:
    """Both buttons; the prefilled workbook only where something is due."""
    tr, unit, period = view.tr, view.unit, view.period
    named = {"unit": view.unit_name(), "period": period.name(view.lang)}
    is_due = any(slot["period_type"] != "once" or slot["received_on"] is None for slot in records(own))
    with st.container(key="panel_forms"):
        st.html(f"<h2>{escape(tr('forms.title'))}</h2>")
        st.html(f'<p class="note">{escape(tr("forms.unit_note" if is_due else "forms.nothing_due", **named))}</p>')
        if is_due:
            st.download_button(
                tr("forms.unit", **named),
                lambda: unit_workbook(unit.unit_id, period.label),
                tr("forms.unit_file", **named),
                _XLSX,
                key=f"form:{unit.code}:{period.label}",
                on_click="ignore",
                width="stretch",
            )
        names = dataset_names(view.lang)
        st.html(f'<p class="note">{escape(tr("forms.blank_note"))}</p>')
        chosen = st.selectbox(
            tr("forms.dataset"),
            list(names),
            format_func=names.__getitem__,
            key="form_dataset",
            label_visibility="collapsed",
            filter_mode="contains",
        )
        st.download_button(
            tr("forms.blank"),
            lambda: blank_workbook(chosen),
            tr("forms.blank_file", dataset=names[chosen]),
            _XLSX,
            key=f"form:{chosen}",
            on_click="ignore",
            width="stretch",
        )


def unit_workbook(unit_id: str, period: str) -> bytes:
    """Return one workbook of all that is due from a unit in a period, prefilled."""
    with tempfile.TemporaryDirectory() as folder:
        return write_unit_template(home(), unit_id, period, Path(folder)).path.read_bytes()


def blank_workbook(dataset: str) -> bytes:
    """Return the blank workbook of a dataset."""
    with tempfile.TemporaryDirectory() as folder:
        (written,) = write_blank_templates(Path(folder), [dataset])
        return written.path.read_bytes()
