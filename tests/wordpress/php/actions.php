<?php
/** What the tests can do inside a site. Each action takes JSON and gives JSON. */

/** Sets options. The rewrite rules are made anew by the next visitor, when all types know the permalinks. */
function action_options(array $options): array
{
    foreach ($options as $name => $value) {
        update_option($name, $value);
    }
    delete_option('rewrite_rules');
    return [];
}

/** An application password in clear, of the owner unless another `login` is given. */
function action_password(array $wanted): array
{
    $user = isset($wanted['login']) ? get_user_by('login', $wanted['login']) : get_userdata(1);
    $about = ['name' => $wanted['name']];
    [$password] = WP_Application_Passwords::create_new_application_password($user->ID, $about);
    return ['user' => $user->user_login, 'password' => $password];
}

/** A classic menu of pages: `{"name": "Main", "pages": [12]}`. */
function action_menu(array $wanted): array
{
    wp_set_current_user(1);
    $menu = wp_create_nav_menu($wanted['name']);
    foreach ($wanted['pages'] as $id) {
        wp_update_nav_menu_item($menu, 0, ['menu-item-object-id' => $id, 'menu-item-object' => 'page',
            'menu-item-type' => 'post_type', 'menu-item-status' => 'publish']);
    }
    return ['id' => $menu];
}

/** The rows that a SELECT finds in this site's own tables; `{posts}` stands for the name of one. */
function action_query(array $wanted): array
{
    global $wpdb;
    $sql = preg_replace_callback('~\{(\w+)\}~', fn($found) => $wpdb->{$found[1]}, $wanted['sql']);
    return $wpdb->get_results($sql, ARRAY_A);
}

/** The names of all blocks that are registered, and which of them PHP renders. */
function action_blocks(array $wanted): array
{
    $blocks = WP_Block_Type_Registry::get_instance()->get_all_registered();
    return array_map(fn($block) => $block->is_dynamic(), $blocks);
}

/** Moves, changes or deletes one post: `{"id": 12, "delete": true}` or fields of wp_update_post. */
function action_change(array $fields): array
{
    wp_set_current_user(1);
    if (!empty($fields['delete'])) {
        wp_delete_post($fields['id'], true);
        return [];
    }
    $done = wp_update_post(wp_slash(['ID' => $fields['id']] + $fields), true);
    return is_wp_error($done) ? ['error' => $done->get_error_message()] : ['id' => $done];
}

/**
 * Copies one post many times in a few seconds, terms and fields with it: `{"id": 12, "count": 5000, "first":
 * "2008-01-01 08:00:00"}`. Each copy has a number in its title and slug, and is a day younger than the last.
 */
function action_copies(array $wanted): array
{
    global $wpdb;
    $id = (int) $wanted['id'];
    $numbers = 'seq_1_to_' . (int) $wanted['count'];
    $own = ['ID' => 'NULL', 'post_name' => "CONCAT(post_name, '-', seq)", 'guid' => "CONCAT(guid, '-', seq)",
        'post_title' => "CONCAT(post_title, ' ', seq)"];
    foreach (['post_date' => 0, 'post_modified' => 0, 'post_date_gmt' => 1, 'post_modified_gmt' => 1] as $date => $gmt) {
        $first = esc_sql($gmt ? get_gmt_from_date($wanted['first']) : $wanted['first']);
        $own[$date] = "DATE_ADD('$first', INTERVAL seq DAY)";
    }
    $columns = $wpdb->get_col("DESCRIBE $wpdb->posts");
    $values = array_map(fn($name) => $own[$name] ?? $name, $columns);
    $newest = (int) $wpdb->get_var("SELECT MAX(ID) FROM $wpdb->posts");
    $wpdb->query("INSERT INTO $wpdb->posts (" . join(', ', $columns) . ') SELECT ' . join(', ', $values)
        . " FROM $wpdb->posts JOIN $numbers WHERE ID = $id");
    $copies = "$wpdb->posts AS copy WHERE copy.ID > $newest";
    $wpdb->query("INSERT INTO $wpdb->term_relationships (object_id, term_taxonomy_id) SELECT copy.ID,
        term_taxonomy_id FROM $wpdb->term_relationships AS r, $copies AND r.object_id = $id");
    $wpdb->query("INSERT INTO $wpdb->postmeta (post_id, meta_key, meta_value) SELECT copy.ID, meta_key, meta_value
        FROM $wpdb->postmeta AS m, $copies AND m.post_id = $id");
    foreach (get_object_taxonomies(get_post_type($id)) as $taxonomy) {
        $terms = wp_get_object_terms($id, $taxonomy, ["fields" => "tt_ids"]);
        $terms && wp_update_term_count_now($terms, $taxonomy);
    }
    wp_cache_flush();
    return ['made' => (int) $wpdb->get_var("SELECT COUNT(*) FROM $copies")];
}

/**
 * Creates everything in the list, in order, and answers `{"ref": id}`. An item names others by their `ref`.
 * `what` is post, term, media, comment or user; `language` and `group` (its translations share it) are meta.
 */
function action_create(array $list): array
{
    global $wpdb;
    wp_set_current_user(1); // who may write unfiltered HTML, so that bodies are stored as given
    wp_defer_term_counting(true);
    wp_defer_comment_counting(true);
    $wpdb->query('START TRANSACTION');
    $ids = [];
    foreach ($list as $item) {
        $make = 'make_' . $item['what'];
        $GLOBALS['site_language'] = $item['language'] ?? 'fr';
        $id = $make($item, $ids);
        if (is_wp_error($id) || !$id) {
            $why = is_wp_error($id) ? $id->get_error_message() : 'nothing was made';
            throw new RuntimeException($why . ': ' . json_encode($item));
        }
        $ids[$item['ref']] = (int) $id;
    }
    wp_defer_comment_counting(false);
    wp_defer_term_counting(false);
    $wpdb->query('COMMIT');
    return $ids;
}

function note_language(string $kind, int $id, array $item): void
{
    if (($item['language'] ?? '') !== '') {
        update_metadata($kind, $id, '_language', $item['language']);
    }
    if (($item['group'] ?? '') !== '') {
        update_metadata($kind, $id, '_group', $item['group']);
    }
}

function make_post(array $item, array $ids)
{
    $fields = $item['fields'];
    foreach (['post_parent' => 'parent'] as $field => $name) {
        if (isset($item[$name])) {
            $fields[$field] = $ids[$item[$name]];
        }
    }
    if (isset($item['author'])) {
        $fields['post_author'] = $ids[$item['author']];
    }
    $id = wp_insert_post(wp_slash($fields + ['post_status' => 'publish', 'post_author' => 1]), true);
    if (is_wp_error($id)) {
        return $id;
    }
    if (isset($item['modified'])) { // wp_insert_post always writes "now" or the date
        global $wpdb;
        $gmt = get_gmt_from_date($item['modified']);
        $row = ['post_modified' => $item['modified'], 'post_modified_gmt' => $gmt];
        $wpdb->update($wpdb->posts, $row, ['ID' => $id]);
        clean_post_cache($id);
    }
    foreach ($item['terms'] ?? [] as $taxonomy => $refs) {
        wp_set_object_terms($id, array_map(fn($ref) => $ids[$ref], $refs), $taxonomy);
    }
    if (isset($item['featured'])) {
        set_post_thumbnail($id, $ids[$item['featured']]);
    }
    if (!empty($item['sticky'])) {
        stick_post($id);
    }
    if (isset($item['format'])) {
        set_post_format($id, $item['format']);
    }
    note_language('post', $id, $item);
    return $id;
}

function make_term(array $item, array $ids)
{
    $more = ['slug' => $item['slug'], 'description' => $item['description'] ?? ''];
    if (isset($item['parent'])) {
        $more['parent'] = $ids[$item['parent']];
    }
    $term = wp_insert_term($item['name'], $item['taxonomy'], $more);
    if (is_wp_error($term)) {
        return $term;
    }
    note_language('term', $term['term_id'], $item);
    return $term['term_id'];
}

function make_media(array $item, array $ids)
{
    if (empty($item['file'])) { // as an import leaves it whose pictures couldn't be fetched
        $fields = ['post_title' => $item['title'], 'post_mime_type' => 'image/jpeg', 'post_status' => 'inherit'];
        return wp_insert_attachment(wp_slash($fields + ['post_author' => 1]), false, 0, true);
    }
    $folder = wp_upload_dir($item['month'] ?? '2024/03');
    $file = $folder['path'] . '/' . $item['file'];
    draw($file, $item['width'] ?? 640, $item['height'] ?? 480, $item['title']);
    $fields = [
        'post_title' => $item['title'],
        'post_excerpt' => $item['caption'] ?? '',
        'post_date' => $item['date'] ?? '2024-03-01 09:00:00',
        'post_mime_type' => wp_check_filetype($file)['type'],
        'post_status' => 'inherit',
        'post_author' => 1,
    ];
    $id = wp_insert_attachment(wp_slash($fields), $file, isset($item['parent']) ? $ids[$item['parent']] : 0, true);
    if (is_wp_error($id)) {
        return $id;
    }
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file));
    update_post_meta($id, '_wp_attachment_image_alt', wp_slash($item['alt'] ?? ''));
    note_language('post', $id, $item);
    return $id;
}

/** Draws a real image, or writes a real (if small) PDF. */
function draw(string $file, int $width, int $height, string $text): void
{
    if (substr($file, -4) === '.pdf') {
        file_put_contents($file, pdf());
        return;
    }
    $image = imagecreatetruecolor($width, $height);
    imagefill($image, 0, 0, imagecolorallocate($image, 20, 90, 140));
    imagefilledellipse($image, $width >> 1, $height >> 1, $height >> 1, $height >> 1,
        imagecolorallocate($image, 240, 200, 40));
    imagestring($image, 5, 20, 20, $text, imagecolorallocate($image, 255, 255, 255));
    substr($file, -4) === '.png' ? imagepng($image, $file) : imagejpeg($image, $file, 80);
}

/** One empty page, with a cross-reference table that is right. */
function pdf(): string
{
    $objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>',
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'];
    $body = "%PDF-1.4\n";
    $table = "0000000000 65535 f \n";
    foreach ($objects as $at => $object) {
        $table .= sprintf("%010d 00000 n \n", strlen($body));
        $body .= ($at + 1) . " 0 obj\n" . $object . "\nendobj\n";
    }
    return $body . "xref\n0 4\n" . $table . "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n"
        . strlen($body) . "\n%%EOF\n";
}

function make_comment(array $item, array $ids)
{
    return wp_insert_comment(wp_slash([
        'comment_post_ID' => $ids[$item['post']],
        'comment_parent' => isset($item['parent']) ? $ids[$item['parent']] : 0,
        'comment_author' => $item['author'],
        'comment_author_email' => 'reader@example.org',
        'comment_content' => $item['content'],
        'comment_date' => $item['date'],
        'comment_date_gmt' => get_gmt_from_date($item['date']),
        'comment_approved' => $item['approved'] ?? 1,
    ]));
}

function make_user(array $item, array $ids)
{
    return wp_insert_user(wp_slash([
        'user_login' => $item['login'],
        'user_pass' => wp_generate_password(),
        'user_email' => $item['login'] . '@example.org',
        'display_name' => $item['name'],
        'description' => $item['description'] ?? '',
        'role' => 'author',
    ]));
}
