<?php
/** Runs one action inside a site: `php run.php ACTION`, JSON on stdin, JSON on stdout. */
// Constants, because wp-settings.php uses and unsets globals of such names.
define('SITE_ACTION', $argv[1]);
$address = parse_url(getenv('SITE_URL'));
$_SERVER['HTTP_HOST'] = $address['host'] . ':' . $address['port'];
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
if (SITE_ACTION === 'install') {
    define('WP_INSTALLING', true);
    require __DIR__ . '/install.php';
}
require getenv('SITE_CORE') . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once __DIR__ . '/actions.php';
require_once __DIR__ . '/import.php';
$answer = ('action_' . SITE_ACTION)(json_decode((string) file_get_contents('php://stdin'), true));
echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
