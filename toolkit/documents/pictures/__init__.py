"""Pictures drawn by us, as SVG that prints, fits a phone and can be read aloud."""

from toolkit.documents.pictures.career import career_picture
from toolkit.documents.pictures.load import Load, LoadRow, load_picture

__all__ = ["Load", "LoadRow", "career_picture", "load_picture"]
