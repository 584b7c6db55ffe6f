"""Boxes that ask for an e-mail address.

MC4WP and Mailchimp's own form, MailPoet, The Newsletter Plugin, Brevo (Sendinblue), ConvertKit, MailerLite,
Jetpack Subscriptions, Klaviyo, Mailster, Bloom, Hustle, OptinMonster, ActiveCampaign. A text about a
newsletter stays, and so does a contact form's text.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import take_boxes
from wpharvest.model.notices import Notice

LONGEST = 2500  # characters: a form with its consent and a list of countries
# fmt: off
BOXES = frozenset({
    "mc4wp-form", "mc4wp-form-fields", "mc_embed_signup", "mc_embed_shell", "mailpoet_form",
    "mailpoet_form_html", "mailpoet_form_shortcode", "mailpoet_form_below_posts",
    "wp-block-mailpoet-subscription-form-block", "tnp", "tnp-subscription", "tnp-subscription-minimal",
    "sib_signup_form", "sib-form", "convertkit-form", "formkit-form", "seva-form", "ml-embedded",
    "ml-form-embedContainer", "ml-subscribe-form", "wp-block-jetpack-subscriptions",
    "wp-block-jetpack-mailchimp", "jetpack_subscription_widget", "subscribe-blog", "klaviyo-form",
    "mailster-form", "mymail-form", "et_bloom_form_container", "et_bloom_below_post", "hustle-ui",
    "hustle-embed", "om-embed-holder", "_form", "_form-embed", "wysija_form", "widget_wysija",
    "es_subscription_form", "emaillist", "yikes-easy-mc-form", "yikes-mailchimp-container",
    "thrive-leads-form-box", "substack-form",
})
# fmt: on
SIGNS = Signs(names=one_of(BOXES))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the sign-up boxes of Mailchimp, MailPoet, Brevo, Jetpack and others."""
    if found := take_boxes(body, BOXES, longest=LONGEST):
        yield Notice("newsletters", "newsletter boxes taken", count=found)
