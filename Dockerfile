# Two stages: packages are installed in the first, the second gets only the result. The site runs as a user of its own
# that owns nothing, on a file system that may be read-only.

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/production.txt /tmp/production.txt
RUN /venv/bin/python -m pip install --require-hashes --no-deps --requirement /tmp/production.txt

FROM python:3.12-slim
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/site/collected BRONWIJZER_DATA_DIR=/data BIND=0.0.0.0:8000
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin bronwijzer \
    && install -d -o bronwijzer -g bronwijzer /data
COPY --from=build /venv /venv
WORKDIR /site
COPY manage.py ./
COPY config config
COPY references references
COPY articles articles
COPY comments comments
COPY templates templates
COPY static static
# Settings refuse to load without these; the values live in this one step and connect to nothing.
RUN DATABASE_URL=postgres://nobody@localhost/none ALLOWED_HOSTS=localhost \
    EMAIL_URL=smtp://localhost DEFAULT_FROM_EMAIL=nobody@localhost \
    SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q /site
USER bronwijzer
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "config/gunicorn.conf.py", "config.wsgi"]
