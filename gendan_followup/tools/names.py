"""Names in a sentence."""


def join_names(env, names):
    """Names one after another as the language of `env` separates them: A, B in English, 甲、乙 in Chinese.

    :param names: iterable of texts; empty ones are left out
    :rtype: str
    """
    separator = "、" if (env.lang or "").startswith("zh") else ", "
    return separator.join(name for name in names if name)
