"""This deployment: settings, addresses, the server's entry point."""
