import os
import sqlite3
import tempfile

from flask import Flask, request

app = Flask(__name__)


def database():
    connection = sqlite3.connect(os.environ["DATABASE"])
    connection.execute("CREATE TABLE IF NOT EXISTS note (text TEXT)")
    return connection


@app.post("/notes")
def write():
    with tempfile.NamedTemporaryFile() as scratch:
        scratch.write(request.get_data())
    with database() as connection:
        connection.execute("INSERT INTO note VALUES (?)", (request.get_data(as_text=True),))
    return "written\n"


@app.get("/notes")
def read():
    with open("/app/cache/pages/notes", "w") as page:
        page.write("\n".join(text for (text,) in database().execute("SELECT text FROM note")))
    with open("/app/cache/pages/notes") as page:
        return page.read()
