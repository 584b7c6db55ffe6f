<?php
/**
 * TranslatePress: one object for all languages. Under `/en/`, `/en/wp-json/` among it, the same ids and slugs
 * come with the strings that have a translation exchanged (option `dictionary`: [[French, English], …]).
 */
namespace Bilingual;

const ALWAYS_IN_FOLDER = true; // also with plain permalinks: `/en/?p=1`, `/en/?rest_route=/`

take_prefix();
home_by_request();
link_by_language(fn(): string => current());
say_in_head(function () {
    $here = get_option('home') . $_SERVER['REQUEST_URI'];
    return is_404() ? [] : ['fr' => addressed($here, 'fr'), 'en' => addressed($here, 'en')];
});
add_action('wp_head', function () {
    $style = content_url('plugins/translatepress-multilingual/assets/css/trp-language-switcher.css');
    echo "<link rel='stylesheet' id='trp-language-switcher-style-css' href='{$style}' media='all' />\n";
});
add_filter('language_attributes', fn() => 'lang="' . LANGUAGES[current()]['tag'] . '"', 20);

/** A text with every known string exchanged, the longest first. */
function translated(string $text): string
{
    static $pairs = null;
    $pairs ??= array_column((array) get_option('dictionary', []), 1, 0);
    return current() === FIRST || !$pairs ? $text : strtr($text, $pairs);
}

/** The texts that people read, wherever they are in an answer: `rendered`, `name`, `description`. */
function translate_answer($value, $key = '')
{
    if (is_array($value)) {
        return array_combine(array_keys($value), array_map(__NAMESPACE__ . '\translate_answer', $value, array_keys($value)));
    }
    $read = in_array($key, ['rendered', 'name', 'description', 'alt_text'], true);
    return $read && is_string($value) && strpos($value, 'http') !== 0 ? translated($value) : $value;
}

add_filter('rest_pre_echo_response', fn($result) => is_array($result) ? translate_answer($result) : $result);
add_action('template_redirect', function () {
    if (current() !== FIRST) {
        ob_start(__NAMESPACE__ . '\translated');
    }
});
