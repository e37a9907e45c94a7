"""From one product photo to a garment: matte, parts, landmarks, category, and how sure."""
