"""Languages as WordPress and Polylang name them.

Names and locales are those of WordPress's own translations (`wp_get_available_translations`); a code that
isn't here is its own locale and name.
"""

from __future__ import annotations

import msgspec

from wpharvest.language import primary


class Locale(msgspec.Struct, frozen=True):
    """A language of WordPress: its locale (`fr_FR`), its own name, whether it runs from right to left."""

    code: str
    name: str
    rtl: bool = False


RTL = frozenset(["ar", "azb", "ckb", "dv", "fa", "haz", "he", "ps", "sd", "ug", "ur", "yi"])

# code: (locale, name). A code with a region (`fr-BE`) is its own locale and has the name of its language.
_KNOWN = {
    "af": ("af", "Afrikaans"),
    "ar": ("ar", "العربية"),
    "az": ("az", "Azərbaycan dili"),
    "be": ("bel", "Беларуская мова"),
    "bg": ("bg_BG", "Български"),
    "bn": ("bn_BD", "বাংলা"),
    "br": ("bre", "Brezhoneg"),
    "bs": ("bs_BA", "Bosanski"),
    "ca": ("ca", "Català"),
    "cs": ("cs_CZ", "Čeština"),
    "cy": ("cy", "Cymraeg"),
    "da": ("da_DK", "Dansk"),
    "de": ("de_DE", "Deutsch"),
    "el": ("el", "Ελληνικά"),
    "en": ("en_US", "English"),
    "eo": ("eo", "Esperanto"),
    "es": ("es_ES", "Español"),
    "et": ("et", "Eesti"),
    "eu": ("eu", "Euskara"),
    "fa": ("fa_IR", "فارسی"),
    "fi": ("fi", "Suomi"),
    "fr": ("fr_FR", "Français"),
    "ga": ("ga", "Gaelige"),
    "gl": ("gl_ES", "Galego"),
    "he": ("he_IL", "עִבְרִית"),
    "hi": ("hi_IN", "हिन्दी"),
    "hr": ("hr", "Hrvatski"),
    "hu": ("hu_HU", "Magyar"),
    "hy": ("hy", "Հայերեն"),
    "id": ("id_ID", "Bahasa Indonesia"),
    "is": ("is_IS", "Íslenska"),
    "it": ("it_IT", "Italiano"),
    "ja": ("ja", "日本語"),
    "ka": ("ka_GE", "ქართული"),
    "ko": ("ko_KR", "한국어"),
    "lb": ("lb_LU", "Lëtzebuergesch"),
    "lt": ("lt_LT", "Lietuvių kalba"),
    "lv": ("lv", "Latviešu valoda"),
    "mk": ("mk_MK", "Македонски јазик"),
    "nb": ("nb_NO", "Norsk bokmål"),
    "nl": ("nl_NL", "Nederlands"),
    "nn": ("nn_NO", "Norsk nynorsk"),
    "no": ("nb_NO", "Norsk"),
    "oc": ("oci", "Occitan"),
    "pl": ("pl_PL", "Polski"),
    "ps": ("ps", "پښتو"),
    "pt": ("pt_PT", "Português"),
    "ro": ("ro_RO", "Română"),
    "ru": ("ru_RU", "Русский"),
    "sk": ("sk_SK", "Slovenčina"),
    "sl": ("sl_SI", "Slovenščina"),
    "sq": ("sq", "Shqip"),
    "sr": ("sr_RS", "Српски језик"),
    "sv": ("sv_SE", "Svenska"),
    "sw": ("sw", "Kiswahili"),
    "th": ("th", "ไทย"),
    "tr": ("tr_TR", "Türkçe"),
    "uk": ("uk", "Українська"),
    "ur": ("ur", "اردو"),
    "vi": ("vi", "Tiếng Việt"),
    "zh": ("zh_CN", "简体中文"),
    "zh-hans": ("zh_CN", "简体中文"),
    "zh-hant": ("zh_TW", "繁體中文"),
}


def locale_of(code: str) -> Locale:
    """The locale of a language code of the site.

    >>> locale_of("fr").code, locale_of("pt-BR").code, locale_of("ar").rtl
    ('fr_FR', 'pt_BR', True)
    """
    language = primary(code)
    exact = _KNOWN.get(code.lower())
    own, name = exact or (code.replace("-", "_"), _KNOWN.get(language, ("", code))[1])
    return Locale(own, name, language in RTL)
