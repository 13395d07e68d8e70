"""What is drawn on the server, as SVG."""
