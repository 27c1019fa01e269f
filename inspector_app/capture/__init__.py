"""Photos, barcodes, signatures: arrays or bytes in, values out."""
