<?php
/**
 * What Apache's mod_rewrite does for a WordPress: files are served as they are, everything else is
 * index.php's business. The document root is the site's own folder (wp-content), WordPress is beside it.
 */
$path = rawurldecode((string) parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$inside = strpos($path, '..') === false;
if ($inside && strpos($path, '/wp-content/') === 0 && is_file($_SERVER['DOCUMENT_ROOT'] . $path)) {
    return false;
}
$core = getenv('SITE_CORE');
$script = $inside && substr($path, -4) === '.php' && is_file($core . $path) ? $path : '/index.php';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $core . $script;
unset($_SERVER['PATH_INFO']);
chdir(dirname($core . $script));
require $core . $script;
