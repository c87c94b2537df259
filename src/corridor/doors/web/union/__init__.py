"""The union's face: cases by mandate, and the seat in a corridor's monitoring."""
