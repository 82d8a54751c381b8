"""The checks of our own among make lint's."""

from dev import lint


def test_a_broken_xml_file_is_named(tmp_path):
    (tmp_path / "good.xml").write_text("<odoo/>")
    (tmp_path / "bad.xml").write_text("<odoo><record></odoo>")
    (problem,) = lint.xml_problems(tmp_path)
    assert "bad.xml" in problem


def test_a_csv_row_of_another_length_is_named(tmp_path):
    (tmp_path / "x.csv").write_text('id,name\na,"b, c"\na,b,c\n')
    (problem,) = lint.csv_problems(tmp_path)
    assert "x.csv:3: 3 cells, the header has 2" in problem
