<?php
session_start();
$_SESSION['visits'] = ($_SESSION['visits'] ?? 0) + 1;
$upload = isset($_FILES['f']) ? file_get_contents($_FILES['f']['tmp_name']) : '';
$temporary = tempnam(sys_get_temp_dir(), 'app');
file_put_contents($temporary, 'scratch');
echo 'visit ', $_SESSION['visits'], ' ', file_get_contents($temporary), ' ', $upload;
unlink($temporary);
