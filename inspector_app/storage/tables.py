"""The tables of our records, on a device and at HQ alike; they follow from the declarations."""

from sqlalchemy import MetaData

from inspector_app.records import SCHEMA
from sync.tables import derive

RECORDS = MetaData()
TABLES = derive(SCHEMA, RECORDS)
