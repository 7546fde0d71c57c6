package io.driftgate.kit.kafka;

import io.driftgate.kit.config.Checked;
import io.driftgate.kit.config.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whom to believe that it is the Schema Registry, in place of the JVM's own authorities.
 *
 * @param caFile certificates of authorities in PEM, one or more; read once at the start
 */
public record RegistryTls(Path caFile) implements Checked {

    @Override
    public void check(Problems problems) {
        try {
            var unused = context();
        } catch (IllegalStateException unusable) {
            problems.at("ca_file").add(caFile + " cannot be used", "a readable PEM file with one certificate or more");
        }
    }

    /** @throws IllegalStateException when the file cannot be read as certificates */
    SSLContext context() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : certificates()) {
                trusted.setCertificateEntry("ca-" + trusted.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new IllegalStateException(
                    caFile + " cannot be used (expected: a PEM file with one certificate or more)", unusable);
        }
    }

    private Collection<? extends Certificate> certificates() throws IOException, CertificateException {
        try (InputStream pem = Files.newInputStream(caFile)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw new CertificateException("no certificate");
            }
            return found;
        }
    }
}
