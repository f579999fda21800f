typedef int vib_placeholder;
