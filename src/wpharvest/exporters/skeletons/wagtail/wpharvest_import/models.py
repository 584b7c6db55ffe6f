"""One kind of page for everything that came."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Page

from wpharvest_import.blocks import BODY


class ImportedPage(Page):
    """A page, a post, or a term with what carries it.

    `key` is what it was in WordPress (`fr/posts/12`): a second import finds it again by that. `kind` is the
    name of its collection there (`posts`), `source_url` its old address, `fields` its custom fields,
    `comments` what readers said, answers below what they answer.
    """

    key = models.CharField(max_length=255, unique=True)
    kind = models.CharField(max_length=100, blank=True)
    source_url = models.CharField(max_length=2000, blank=True)
    date = models.DateTimeField(null=True, blank=True)
    author = models.CharField(max_length=255, blank=True)
    excerpt = models.TextField(blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture_alt = models.TextField(blank=True)
    picture_caption = models.TextField(blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    comments = models.JSONField(default=list, blank=True)
    body = StreamField(BODY, blank=True)

    content_panels = (
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("author"),
        FieldPanel("excerpt"),
        FieldPanel("picture"),
        FieldPanel("picture_alt"),
        FieldPanel("picture_caption"),
        FieldPanel("body"),
        InlinePanel("page_terms", label="Terms"),
    )
    promote_panels = (*Page.promote_panels, FieldPanel("canonical_url"))

    def listed(self) -> models.QuerySet:
        """What the page of a term, or one without a text of its own, lists: newest first."""
        carriers = ImportedPage.objects.live().filter(page_terms__term=self)
        children = (
            ImportedPage.objects.live().child_of(self) if not self.body else ImportedPage.objects.none()
        )
        return (carriers | children).distinct().order_by("-date", "title")

    def translations_shown(self) -> models.QuerySet:
        """The same text in the other languages."""
        return self.get_translations().live()


class PageTerm(models.Model):
    """A term that a page carries; the term has a page of its own."""

    page = ParentalKey(ImportedPage, on_delete=models.CASCADE, related_name="page_terms")
    term = models.ForeignKey(ImportedPage, on_delete=models.CASCADE, related_name="carried_by")

    panels = (FieldPanel("term"),)
