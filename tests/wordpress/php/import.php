<?php
/**
 * A WXR file into this site, as the plugin "WordPress Importer" says that it does it, and after it what
 * Polylang says that it does. Written for these tests: neither plugin is in a registry that they reach.
 *
 * - A term is known by its slug. A post is known by title, date and type, whatever else it says.
 * - A post keeps its number where that is free; everything that names one is led to the new one.
 * - Parents that come later, featured images and the addresses of files are put right at the end.
 */

class Import
{
    public array $terms = [];
    public array $posts = [];
    public array $problems = [];
    private array $users = [];
    private array $orphans = [];
    private array $featured = [];
    private array $files = [];
    private array $menu = [];
    private array $groups = [];

    /** `$served`: where the files of an old host are now: `{"https://example.org": "http://127.0.0.1:1"}`. */
    public function __construct(private array $served) {}

    public function run(string $file): void
    {
        $channel = simplexml_load_file($file, null, LIBXML_NONET | LIBXML_NOERROR)->channel;
        foreach ($channel->children('wp', true) as $name => $element) {
            $about = $element->children('wp', true);
            match ($name) {
                'author' => $this->user($about),
                'category' => $this->term($about, 'category', 'category_nicename', 'cat_name', 'category'),
                'tag' => $this->term($about, 'post_tag', 'tag_slug', 'tag_name', 'tag'),
                'term' => $this->term($about, (string) $about->term_taxonomy, 'term_slug', 'term_name', 'term'),
                default => null,
            };
        }
        foreach ($channel->item as $item) {
            $type = (string) $item->children('wp', true)->post_type;
            $type === 'nav_menu_item' ? $this->menu_item($item) : $this->post($item);
        }
        $this->put_right();
        $this->polylang();
    }

    private function user($about): void
    {
        $login = (string) $about->author_login;
        $id = username_exists($login) ?: wp_insert_user(['user_login' => $login, 'user_pass' => 'x',
            'user_email' => (string) $about->author_email, 'role' => 'author',
            'display_name' => (string) $about->author_display_name]);
        is_wp_error($id) ? $this->problem("user $login", $id) : $this->users[sanitize_user($login, true)] = $id;
    }

    private function term($about, string $taxonomy, string $slug, string $name, string $prefix): void
    {
        $old = (int) $about->term_id;
        $own = (string) $about->$slug;
        $known = term_exists($own, $taxonomy);
        if (!$known) {
            $parent = (string) $about->{$prefix . '_parent'};
            $above = $parent === '' ? 0 : (int) (term_exists($parent, $taxonomy)['term_id'] ?? 0);
            if ($parent !== '' && !$above) {
                $this->problems[] = "$own comes before its parent $parent";
            }
            $known = wp_insert_term(wp_slash((string) $about->$name), $taxonomy, ['slug' => $own, 'parent' => $above,
                'description' => wp_slash((string) $about->{$prefix . '_description'})]);
            if (is_wp_error($known)) {
                $this->problem("term $taxonomy $own", $known);
                return;
            }
            foreach ($about->termmeta as $meta) {
                [$key, $value] = [(string) $meta->meta_key, (string) $meta->meta_value];
                add_term_meta((int) $known['term_id'], wp_slash($key), wp_slash(maybe_unserialize($value)));
            }
        }
        $this->terms[$old] = (int) $known['term_id'];
        if (in_array($taxonomy, ['post_translations', 'term_translations'], true)) {
            $this->groups[] = [$taxonomy, $this->terms[$old], maybe_unserialize((string) $about->term_description)];
        }
    }

    private function post($item): void
    {
        $about = $item->children('wp', true);
        [$old, $type, $title] = [(int) $about->post_id, (string) $about->post_type, (string) $item->title];
        if (!post_type_exists($type)) {
            $this->problems[] = "there is no type $type: $title";
            return;
        }
        $same = post_exists(wp_slash($title), '', (string) $about->post_date, $type);
        if ($same) {
            $this->problems[] = "$type $old \"$title\" is taken for $same";
            $this->posts[$old] = $same;
            return;
        }
        $parent = (int) $about->post_parent;
        $fields = ['import_id' => $old, 'post_type' => $type, 'post_title' => $title,
            'post_parent' => $this->posts[$parent] ?? 0,
            'post_author' => $this->users[sanitize_user((string) $item->children('dc', true)->creator, true)] ?? 1,
            'post_content' => (string) $item->children('content', true)->encoded,
            'post_excerpt' => (string) $item->children('excerpt', true)->encoded,
            'guid' => (string) $item->guid, 'post_status' => (string) $about->status];
        foreach (['post_date', 'post_date_gmt', 'post_name', 'comment_status', 'ping_status', 'menu_order',
            'post_password'] as $name) {
            $fields[$name] = (string) $about->$name;
        }
        $new = $type === 'attachment' ? $this->attachment($about, $fields) : wp_insert_post(wp_slash($fields), true);
        if (is_wp_error($new) || !$new) {
            $this->problem("$type $old \"$title\"", $new);
            return;
        }
        $this->posts[$old] = $new;
        if ($parent && !isset($this->posts[$parent])) {
            $this->orphans[$new] = $parent;
        }
        if ((int) $about->is_sticky) {
            stick_post($new);
        }
        $this->carry($item, $new);
        $this->comments($about, $new);
        foreach ($about->postmeta as $meta) {
            [$key, $value] = [(string) $meta->meta_key, maybe_unserialize((string) $meta->meta_value)];
            if (!in_array($key, ['_wp_attached_file', '_wp_attachment_metadata', '_edit_lock'], true)) {
                add_post_meta($new, wp_slash($key), wp_slash($value));
            }
            if ($key === '_thumbnail_id') {
                $this->featured[$new] = (int) $value;
            }
        }
    }

    private function carry($item, int $post): void
    {
        $found = [];
        foreach ($item->category as $category) {
            [$taxonomy, $slug] = [(string) $category['domain'], (string) $category['nicename']];
            $known = term_exists($slug, $taxonomy)
                ?: wp_insert_term((string) $category, $taxonomy, ['slug' => $slug]);
            is_wp_error($known) ? $this->problem("$taxonomy $slug", $known)
                : $found[$taxonomy][] = (int) $known['term_id'];
        }
        foreach ($found as $taxonomy => $ids) {
            wp_set_post_terms($post, $ids, $taxonomy);
        }
    }

    private function comments($about, int $post): void
    {
        $waiting = [];
        foreach ($about->comment as $comment) {
            $waiting[(int) $comment->comment_id] = $comment;
        }
        ksort($waiting);
        $new = [];
        foreach ($waiting as $old => $comment) {
            $parent = (int) $comment->comment_parent;
            if ($parent && !isset($new[$parent])) {
                $this->problems[] = "comment $old comes before what it answers";
            }
            $fields = ['comment_post_ID' => $post, 'comment_parent' => $new[$parent] ?? $parent];
            foreach (['author', 'author_email', 'author_url', 'date', 'date_gmt', 'content', 'approved', 'type'] as $name) {
                $fields["comment_$name"] = (string) $comment->{"comment_$name"};
            }
            $new[$old] = wp_insert_comment(wp_filter_comment(wp_slash($fields
                + ['comment_author_IP' => '', 'comment_agent' => '', 'user_id' => 0])));
        }
    }

    private function attachment($about, array $fields)
    {
        $url = (string) $about->attachment_url;
        $body = @file_get_contents(strtr($url, $this->served));
        if ($body === false) {
            return new WP_Error('file', "nothing at $url");
        }
        $month = '';
        foreach ($about->postmeta as $meta) {
            if ((string) $meta->meta_key === '_wp_attached_file'
                && preg_match('~^\d{4}/\d{2}~', (string) $meta->meta_value, $match)) {
                $month = $match[0];
            }
        }
        $put = wp_upload_bits(basename((string) parse_url($url, PHP_URL_PATH)), null, $body, $month ?: null);
        if ($put['error']) {
            return new WP_Error('file', $put['error']);
        }
        $fields['post_mime_type'] = wp_check_filetype($put['file'])['type'];
        $fields['guid'] = $put['url'];
        $new = wp_insert_attachment(wp_slash($fields), $put['file'], 0, true);
        if (!is_wp_error($new)) {
            wp_update_attachment_metadata($new, wp_generate_attachment_metadata($new, $put['file']));
            $stub = fn($address) => preg_replace('~\.\w+$~', '', $address);
            $this->files[$stub($url)] = $stub($put['url']);
        }
        return $new;
    }

    private function menu_item($item): void
    {
        $about = $item->children('wp', true);
        $menu = (int) (term_exists((string) $item->category['nicename'], 'nav_menu')['term_id'] ?? 0);
        $meta = [];
        foreach ($about->postmeta as $each) {
            $meta[substr((string) $each->meta_key, strlen('_menu_item_'))] = (string) $each->meta_value;
        }
        $number = (int) $meta['object_id'];
        $known = ['taxonomy' => $this->terms, 'post_type' => $this->posts, 'custom' => [$number => 0]][$meta['type']];
        $above = (int) $meta['menu_item_parent'];
        if (!$menu || !isset($known[$number]) || ($above && !isset($this->menu[$above]))) {
            $this->problems[] = "menu item \"$item->title\" leads nowhere or hangs nowhere";
            return;
        }
        $this->menu[(int) $about->post_id] = wp_update_nav_menu_item($menu, 0, [
            'menu-item-object-id' => $known[$number], 'menu-item-object' => $meta['object'],
            'menu-item-parent-id' => $above ? $this->menu[$above] : 0, 'menu-item-type' => $meta['type'],
            'menu-item-position' => (int) $about->menu_order, 'menu-item-title' => wp_slash((string) $item->title),
            'menu-item-url' => $meta['url'], 'menu-item-status' => (string) $about->status,
            'menu-item-classes' => implode(' ', (array) maybe_unserialize($meta['classes'])),
        ]);
    }

    private function put_right(): void
    {
        global $wpdb;
        foreach ($this->orphans as $post => $parent) {
            if (isset($this->posts[$parent])) {
                $wpdb->update($wpdb->posts, ['post_parent' => $this->posts[$parent]], ['ID' => $post]);
                clean_post_cache($post);
            }
        }
        foreach ($this->featured as $post => $picture) {
            if (isset($this->posts[$picture])) {
                update_post_meta($post, '_thumbnail_id', $this->posts[$picture]);
            }
        }
        uksort($this->files, fn($a, $b) => strlen($b) - strlen($a));
        foreach ($this->files as $from => $to) {
            $wpdb->query($wpdb->prepare("UPDATE $wpdb->posts SET post_content = REPLACE(post_content, %s, %s)", $from, $to));
        }
        wp_cache_flush();
    }

    /** Groups get the new numbers; a term gets its language from the group that it is in. */
    private function polylang(): void
    {
        global $wpdb;
        foreach ($this->groups as [$taxonomy, $group, $members]) {
            $numbers = $taxonomy === 'post_translations' ? $this->posts : $this->terms;
            $new = [];
            foreach ($members as $language => $old) {
                if (!isset($numbers[$old])) {
                    $this->problems[] = "$taxonomy names $old, which isn't here";
                    continue;
                }
                $new[$language] = $numbers[$old];
                if ($taxonomy === 'term_translations') {
                    wp_set_object_terms($new[$language], ["pll_$language"], 'term_language');
                    wp_set_object_terms($new[$language], [$group], $taxonomy);
                }
            }
            $wpdb->update($wpdb->term_taxonomy, ['description' => serialize($new)], ['term_id' => $group]);
        }
        wp_cache_flush();
    }

    private function problem(string $what, $error): void
    {
        $this->problems[] = $what . ': ' . (is_wp_error($error) ? $error->get_error_message() : 'nothing was made');
    }
}

/** Imports `{"file": …, "served": {…}}`; answers what went wrong, and the new number of each old one. */
function action_import(array $wanted): array
{
    require_once ABSPATH . 'wp-admin/includes/import.php';
    require_once ABSPATH . 'wp-admin/includes/post.php';
    define('WP_IMPORTING', true);
    wp_set_current_user(1);
    remove_all_filters('pre_wp_unique_post_slug'); // no plugin that lets two languages share a slug
    $import = new Import($wanted['served'] ?? []);
    $import->run($wanted['file']);
    return ['problems' => $import->problems, 'posts' => $import->posts, 'terms' => $import->terms];
}

/**
 * Reads languages and groups as Polylang reads them, and notes them where these tests' plugins look: a post's
 * language is the `language` that it carries, a term's is its `term_language`; translations are what the
 * description of its group says. Answers those in which the group doesn't name who carries it.
 */
function action_adopt(array $wanted): array
{
    global $wpdb;
    $wrong = [];
    $kinds = ['post' => ['language', 'post_translations', ''], 'term' => ['term_language', 'term_translations', 'pll_']];
    foreach ($kinds as $kind => [$language, $groups, $prefix]) {
        foreach (get_terms(['taxonomy' => $language, 'hide_empty' => false]) as $term) {
            foreach (get_objects_in_term($term->term_id, $language) as $id) {
                update_metadata($kind, $id, '_language', substr($term->slug, strlen($prefix)));
            }
        }
        foreach (get_terms(['taxonomy' => $groups, 'hide_empty' => false]) as $group) {
            $members = array_map('intval', unserialize($group->description));
            $carriers = array_map('intval', get_objects_in_term($group->term_id, $groups));
            if (array_diff($carriers, $members) || array_diff($members, $carriers)) {
                $wrong[] = [$group->slug, $members, $carriers];
            }
            foreach ($members as $code => $id) {
                update_metadata($kind, $id, '_group', $group->slug);
                if (get_metadata($kind, $id, '_language', true) !== $code) {
                    $wrong[] = [$group->slug, $code, $id];
                }
            }
        }
    }
    return $wrong;
}

/** What WordPress itself exports of this site. */
function action_export(array $wanted): array
{
    require_once ABSPATH . 'wp-admin/includes/export.php';
    ob_start();
    @export_wp(['content' => 'all']); // it sends headers, and here nobody gets them
    return ['xml' => ob_get_clean()];
}
