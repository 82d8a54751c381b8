"""A category of bags with its set of attributes below one that all packaging shares."""

from odoo import Command

from tests.common import GendanCase


class SpecCase(GendanCase):
    """Bags are specified by the packaging's standard and by their own attributes; nothing else is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what ships belongs to no category; another add-on's or the example's must not change the tests
        cls.env["gendan.spec.set"].search([]).categ_ids = False
        cls.kind_of = {kind.code: kind for kind in cls.env["gendan.order.kind"].search([])}
        Category = cls.env["product.category"]
        cls.packaging = Category.create({"name": "Packaging (test)"})
        cls.bags = Category.create({"name": "Bags (test)", "parent_id": cls.packaging.id})
        cls.general = cls.make_set("General", cls.packaging, standard=dict(name="Standard"))
        cls.own = cls.make_set(
            "Bags",
            cls.bags,
            structure=dict(name="Structure", required=("new", "repeat", "repeat_change")),
            size=dict(
                name="Size", kind="dimensions", unit="mm", hint="e.g. 180×260", required=("new", "repeat_change")
            ),
            thickness=dict(name="Thickness", kind="number", unit="µm"),
            zip=dict(name="Zip", kind="choice", required=("new",), choices=("None", "Slider")),
            needle=dict(name="Needle detection", kind="boolean"),
            cylinders=dict(name="Cylinder set", internal=True, required=("new",)),
        )
        cls.attributes = {**cls.general, **cls.own}
        cls.bag.categ_id = cls.bags

    @classmethod
    def make_set(cls, name, category, **attributes):
        """A set with attributes by key.

        :return: {key: gendan.spec.attribute}
        """
        entry = cls.env["gendan.spec.set"].create({"name": name, "categ_ids": [Command.set(category.ids)]})
        made = {}
        for sequence, (key, values) in enumerate(attributes.items(), start=1):
            values = dict(values)
            kinds = values.pop("required", ())
            choices = values.pop("choices", ())
            made[key] = cls.env["gendan.spec.attribute"].create(
                {
                    "set_id": entry.id,
                    "sequence": sequence,
                    "required_kind_ids": [Command.set([cls.kind_of[kind].id for kind in kinds])],
                    "choice_ids": [Command.create({"name": choice}) for choice in choices],
                    **values,
                }
            )
        return made

    def specify(self, line, user=None, **answers):
        """Answer as the dialog does.

        :return: errors of the dialog, by key
        """
        keys = {str(self.attributes[key].id): key for key in self.attributes}
        errors = line.with_user(user or self.clerk).gendan_set_specification(
            [{"attribute_id": self.attributes[key].id, "value": text} for key, text in answers.items()]
        )
        return {keys[str(attribute_id)]: sentence for attribute_id, sentence in errors.items()}

    def specify_all(self, line, **answers):
        """Everything a new bag needs."""
        everything = dict(structure="PET12/PE70", size="180x260", zip="Slider", cylinders="V-118", **answers)
        self.assertFalse(self.specify(line, **everything))

    def texts(self, line):
        """{name: text} of what is specified."""
        line.invalidate_recordset(["gendan_spec_value_ids"])
        return {value.attribute_id.name: value.text for value in line.sudo().gendan_spec_value_ids}

    def missing(self, line):
        """Names of what is missing on a line, as the clerk reads them."""
        line.invalidate_recordset(["gendan_spec_missing"])
        return (line.gendan_spec_missing or "").split(", ") if line.gendan_spec_missing else []
