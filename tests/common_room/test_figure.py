"""What the other tests rely on when they say that a paper tells no price."""

from ..common import GendanCase


class TestNoFigure(GendanCase):
    def test_a_figure_is_found_however_it_is_written_and_a_papers_number_is_none(self):
        for text in ("135", "¥135.00 each", "<td>135</td>", "135, 20", "to 135."):
            with self.assertRaises(AssertionError, msg=text):
                self.assertNoFigure("135", text)
        for text in ("P00135", "1,135", "135,000", "0.135", "135.5", "GD-26-00135", "135cm"):
            self.assertNoFigure("135", text)
        with self.assertRaises(AssertionError):
            self.assertNoFigure("4.8", "US$ 4.80")
        self.assertNoFigure("4.8", "14.8 4.85")
