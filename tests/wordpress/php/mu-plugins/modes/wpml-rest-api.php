<?php
/** WPML with the plugin "WPML REST API": posts say their locale and name their translations. */
namespace Bilingual;

require __DIR__ . '/wpml.php';

add_action('rest_api_init', function () {
    [$types] = in_rest();
    register_rest_field($types, 'wpml_current_locale', ['get_callback' => function ($object) {
        return LANGUAGES[language_of('post', $object['id']) ?: current()]['locale'];
    }]);
    register_rest_field($types, 'wpml_translations', ['get_callback' => function ($object) {
        $others = [];
        foreach (translations('post', $object['id']) as $code => $id) {
            if ($id !== $object['id']) {
                $others[] = ['locale' => LANGUAGES[$code]['locale'], 'id' => $id,
                    'post_title' => get_the_title($id), 'href' => link_of('post', $id)];
            }
        }
        return $others;
    }]);
});
