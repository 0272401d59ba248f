"""The whole security policy: headers, cookies, log-in, uploads. See docs/operations.md."""

from datetime import timedelta

from django.utils.csp import CSP

# What a public page may load: this site's own style sheet, scripts and pictures, nothing else.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    # No script of ours asks for anything; auditors and extensions ask for robots.txt from the page.
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
# Wagtail 8.0's admin writes scripts and styles into its pages and previews them in frames.
ADMIN_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.SELF],
}
ADMIN_PATHS: tuple[str, ...] = ("/admin/",)
# Where people without an account send something: comments on drafts.
FORM_PATHS: tuple[str, ...] = ("/preview/",)
# Where readers ask for emails. The public service puts a letter into a box, and can do no more.
LETTER_PATHS: tuple[str, ...] = ("/news/alerts/", "/cy/news/alerts/")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds())
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CROSS_ORIGIN_RESOURCE_POLICY = "same-origin"
# Other sites learn nothing; an item of ours learns which results its reader came from.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The admin shows previews in a frame of its own.
ADMIN_X_FRAME_OPTIONS = "SAMEORIGIN"
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
}

SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Eight hours without a request end a session.
SESSION_COOKIE_AGE = int(timedelta(hours=8).total_seconds())
SESSION_SAVE_EVERY_REQUEST = True
# However much it is used, it ends after a day.
SESSION_LONGEST_AGE = int(timedelta(hours=24).total_seconds())
# Not in a cookie, whose name has no prefix: messages repeat titles of drafts.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
] + [{"NAME": "newsroom.accounts.passwords.WordsOfThisDesk"}]
# Who could give an account another address could have its password reset: administrators do it.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# How many wrong passwords are let through: newsroom/accounts/log_in_limits.py.
VISITOR_ADDRESS = "cps_news.proxy.visitor_address"
# On a device from which a person has logged in, nobody else can lock that person out.
DEVICE_COOKIE_NAME = "__Host-device"
DEVICE_COOKIE_AGE = int(timedelta(days=180).total_seconds())
# Whoever may publish, clear or administer logs in with a second factor.
SECOND_FACTOR_REQUIRED = True
# A link to set a new password holds for three hours.
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=3).total_seconds())

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "newsroom.desk.full_disk.SpoolHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "newsroom.desk.uploads.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "newsroom.desk.uploads.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "pptx", "txt", "xlsx"]
# A document is sent by a view that knows who asks; the browser is told to save it.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# A collection is open to readers or closed; there is no password for them to pass on.
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
