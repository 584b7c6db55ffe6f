<?php
/**
 * WPML, "different languages in directories": the default language at the root, English under `/en/`,
 * `/en/wp-json/` among it. Collections hold the request's language only; objects don't say theirs.
 * Media aren't translated, so every language lists them. With plain permalinks it is `?lang=en`.
 *
 * The option `wpml_fallback` is WPML's "Translatable - use translation if available or fallback to default
 * language": English lists show the French original where there is no translation, under an English address.
 */
namespace Bilingual;

take_prefix();
take_parameter();
home_by_request();
share_slugs();
say_in_head(fn() => alternates());
add_action('wp_head', function () {
    echo '<meta name="generator" content="WPML ver:4.6.3 stt:1,4;" />', "\n"; // as WPML says its own version
});

function falls_back(): bool
{
    return current() !== FIRST && (bool) get_option('wpml_fallback');
}

link_by_language(function (string $kind, int $id): string {
    $own = language_of($kind, $id) ?: current();
    $lent = falls_back() && $own === FIRST && $kind === 'post' && count(translations($kind, $id)) === 1;
    return $lent ? current() : $own;
});

add_filter('posts_where', function ($where) {
    global $wpdb;
    if (PHP_SAPI === 'cli') {
        return $where;
    }
    $of = "SELECT post_id FROM $wpdb->postmeta WHERE meta_key = '_language' AND meta_value = ";
    $own = "$wpdb->posts.post_type = 'attachment' OR $wpdb->posts.ID IN ($of'" . esc_sql(current()) . "')";
    if (falls_back()) {
        $group = "SELECT meta_value FROM $wpdb->postmeta WHERE meta_key = '_group'";
        $translated = "SELECT post_id FROM $wpdb->postmeta WHERE meta_key = '_group' AND meta_value IN"
            . " ($group AND post_id IN ($of'" . esc_sql(current()) . "'))";
        $own .= " OR ($wpdb->posts.ID IN ($of'" . FIRST . "') AND $wpdb->posts.ID NOT IN ($translated))";
    }
    return $where . " AND ($own)";
});

add_filter('get_terms_args', function ($args) {
    if (PHP_SAPI !== 'cli' && empty($args['object_ids'])) {
        $args['meta_query'] = [['key' => '_language', 'value' => current()]];
    }
    return $args;
});

add_filter('rest_comment_query', function ($args) {
    global $wpdb;
    $rows = $wpdb->get_col($wpdb->prepare(
        "SELECT post_id FROM $wpdb->postmeta WHERE meta_key = '_language' AND meta_value = %s", current()
    ));
    return empty($args['post__in']) ? ['post__in' => $rows] + $args : $args;
});
