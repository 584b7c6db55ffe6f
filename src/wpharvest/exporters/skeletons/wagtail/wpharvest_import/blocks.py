"""The parts of a text."""

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

FEATURES = [
    "bold",
    "italic",
    "link",
    "document-link",
    "ol",
    "ul",
    "code",
    "superscript",
    "subscript",
    "strikethrough",
]
LEVELS = [(f"h{number}", f"Heading {number}") for number in range(1, 7)]


class HeadingBlock(blocks.StructBlock):
    """A heading; links may lead to its anchor."""

    level = blocks.ChoiceBlock(choices=LEVELS, default="h2")
    text = blocks.CharBlock()
    anchor = blocks.CharBlock(required=False)

    class Meta:
        """How it is shown."""

        icon = "title"
        template = "wpharvest_import/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its caption; `href` is where it leads."""

    image = ImageChooserBlock()
    alt = blocks.CharBlock(required=False)
    title = blocks.CharBlock(required=False)
    caption = blocks.RawHTMLBlock(required=False)
    href = blocks.CharBlock(required=False)

    class Meta:
        """How it is shown."""

        icon = "image"
        template = "wpharvest_import/blocks/image.html"


class CodeBlock(blocks.StructBlock):
    """A program's text, shown as it stands."""

    language = blocks.CharBlock(required=False)
    code = blocks.TextBlock()

    class Meta:
        """How it is shown."""

        icon = "code"
        template = "wpharvest_import/blocks/code.html"


class PlayerBlock(blocks.StructBlock):
    """A video, a player, a map: what a person would open, and the code that shows it here."""

    url = blocks.URLBlock()
    title = blocks.CharBlock(required=False)
    html = blocks.RawHTMLBlock(required=False)

    class Meta:
        """How it is shown."""

        icon = "media"
        template = "wpharvest_import/blocks/embed.html"


class RuleBlock(blocks.StaticBlock):
    """A line across."""

    class Meta:
        """How it is shown."""

        icon = "horizontalrule"
        template = "wpharvest_import/blocks/rule.html"


BODY = [
    ("text", blocks.RichTextBlock(features=FEATURES)),
    ("heading", HeadingBlock()),
    ("image", PictureBlock()),
    (
        "quote",
        blocks.RichTextBlock(
            features=FEATURES, icon="openquote", template="wpharvest_import/blocks/quote.html"
        ),
    ),
    ("table", TableBlock()),
    ("code", CodeBlock()),
    ("embed", PlayerBlock()),
    ("rule", RuleBlock()),
    ("html", blocks.RawHTMLBlock()),
]
