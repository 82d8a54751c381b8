"""Values that come with the context of a screen, or of a forged call, and decide nothing."""


def without_defaults(records, names):
    """Records whose context has no defaults for fields that are worked out.

    :param records: a recordset
    :param names: of fields
    """
    kept = {f"default_{name}" for name in names}
    if kept.isdisjoint(records.env.context):
        return records
    plain = {name: value for name, value in records.env.context.items() if name not in kept}
    return records.with_context(plain)  # pylint: disable=context-overridden
