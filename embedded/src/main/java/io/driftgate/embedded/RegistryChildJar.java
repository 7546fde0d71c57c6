package io.driftgate.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/**
 * Writes the jar that brings {@link RegistryChild}, and it alone, onto the child's class path. Our own class path is no
 * choice: packed into one jar with everything else it would lay our libraries over the registry's.
 */
final class RegistryChildJar {

    private static final String CLASS_FILE = RegistryChild.class.getName().replace('.', '/') + ".class";

    private RegistryChildJar() {}

    /** A new jar of its own name in that folder; the caller removes it. */
    static Path writeInto(Path folder) throws IOException {
        Path jar = Files.createTempFile(folder, "registry-child-", ".jar");
        try (InputStream code = RegistryChild.class.getResourceAsStream("/" + CLASS_FILE);
                OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            if (code == null) {
                throw new IOException(CLASS_FILE + " is not on the class path");
            }
            out.putNextEntry(new JarEntry(CLASS_FILE));
            code.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
