"""gunicorn's settings, for production and for `make serve`."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 20
max_requests = 5_000
max_requests_jitter = 500
preload_app = True
# It would be a file in the home of whoever starts the site, and nothing here uses it.
control_socket_disable = True
accesslog = os.environ.get("ACCESS_LOG") or None
forwarded_allow_ips = os.environ.get("PROXY_ADDRESSES", "127.0.0.1")
