"""The app's pages and widgets; the only part that knows Streamlit."""
