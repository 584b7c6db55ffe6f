"""Rows of buttons that share the page. By the names that the plugins give them, nothing else.

AddToAny, Jetpack (sharing and likes), ShareThis, Shariff, Shareaholic, Sassy Social Share, Simple Share
Buttons Adder, Social Warfare, Mashshare, Easy Social Share Buttons, Scriptless, Simple Social Buttons,
Monarch, Novashare, Grow (Social Pug), Ultimate Social Media Icons, AddThis, the buttons of Elementor. The
links to a site's own profiles (`wp-block-social-links`) are content and stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from wpharvest.cleaning.body import Body
from wpharvest.cleaning.signs import Signs, one_of
from wpharvest.cleaning.surgery import take_boxes
from wpharvest.model.notices import Notice

LONGEST = 400  # characters: a bar holds names of networks and counts, not paragraphs
# fmt: off
BOXES = frozenset({
    "addtoany_share_save_container", "addtoany_shortcode", "a2a_kit", "addtoany_list", "jp-post-flair",
    "sharedaddy", "sd-sharing", "sd-sharing-enabled", "sd-like", "jetpack-likes-widget-wrapper",
    "wp-block-jetpack-sharing-buttons", "wp-block-jetpack-like", "sharethis-inline-share-buttons",
    "sharethis-inline-reaction-buttons", "st-inline-share-buttons", "shariff", "shariff-wrapper",
    "shareaholic-canvas", "shareaholic-share-buttons-container", "heateor_sss_sharing_container",
    "heateorSssClear", "heateor_sssp_sharing_container", "the_champ_sharing_container", "ssba", "ssba-wrap",
    "ssba-classic-2", "ssba-modern-2", "ssbp-wrap", "swp_social_panel", "nc_socialPanel",
    "mashsb-container", "mashsb-main", "essb_links", "scriptlesssocialsharing", "simplesocialbuttons",
    "et_social_inline", "novashare-buttons", "dpsp-content-wrapper", "dpsp-networks-btns-wrapper",
    "sfsi_Sicons", "sfsiaftrpstwpr", "sfsibeforpstwpr", "addthis_toolbox", "addthis_inline_share_toolbox",
    "addthis_sharing_toolbox", "elementor-widget-share-buttons", "snax-share", "wpsso-buttons",
    "socializer", "wp-socializer", "juiz_sps_links", "wp-block-outermost-social-sharing", "oss-sharing",
    "kiwi-article-bar", "fl-social-buttons", "fusion-sharing-box", "cresta-share-icon",
    "supsystic-social-sharing", "penci-post-share-box", "jssocials",
})
# fmt: on
SIGNS = Signs(names=one_of(BOXES))


def clean(body: Body, page: str) -> Iterator[Notice]:
    """Takes the share bars of AddToAny, Jetpack, ShareThis, Shariff and others."""
    if found := take_boxes(body, BOXES, longest=LONGEST):
        yield Notice("share_bars", "share bars taken", count=found)
