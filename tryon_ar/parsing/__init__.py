"""What every pixel of the person is: hair, face, neck, arms, clothes, legs."""
