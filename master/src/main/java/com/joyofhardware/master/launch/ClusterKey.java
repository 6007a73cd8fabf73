package com.joyofhardware.master.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The Ed25519 pair that signs tickets and commands; made once, readable by the owner alone. */
final class ClusterKey {
  private static final String ALGORITHM = "Ed25519";

  private ClusterKey() {}

  static KeyPair in(Path folder) throws IOException {
    Path file = folder.resolve("cluster.key");
    try {
      if (!Files.exists(file)) {
        write(file, KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair());
      }
      return read(file);
    } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException(file + " holds no Ed25519 key pair; restore it from a backup", e);
    }
  }

  private static void write(Path file, KeyPair pair) throws IOException {
    Files.createDirectories(
        file.getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path fresh =
        Files.createTempFile(
            file.getParent(),
            "cluster",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Base64.Encoder encoder = Base64.getEncoder();
    Files.write(
        fresh,
        List.of(
            encoder.encodeToString(pair.getPrivate().getEncoded()),
            encoder.encodeToString(pair.getPublic().getEncoded())));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
    List<String> lines = Files.readAllLines(file);
    Base64.Decoder decoder = Base64.getDecoder();
    KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
    EdECPrivateKey secret =
        (EdECPrivateKey)
            factory.generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(lines.get(0))));
    PublicKey open = factory.generatePublic(new X509EncodedKeySpec(decoder.decode(lines.get(1))));
    return new KeyPair((EdECPublicKey) open, secret);
  }
}
