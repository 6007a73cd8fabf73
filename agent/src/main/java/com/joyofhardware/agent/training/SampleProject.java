package com.joyofhardware.agent.training;

import com.joyofhardware.protocol.control.FrameOutput.Transfer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * One commit of a small project as the master sends it: a pack without deltas, its index, and a
 * {@code .git/index} (gitformat-pack, gitformat-index).
 *
 * @param packBytes the size of the pack
 * @param transfers what follows the message that lays it out
 */
record SampleProject(String commit, long packBytes, List<Transfer> transfers) {
  /** Enough that what is done for each file is compiled at the end. */
  private static final int FOLDERS = 10;

  private static final int FILES = 20;
  private static final int COMMIT = 1;
  private static final int TREE = 2;
  private static final int BLOB = 3;

  static String file() {
    return "part7/unit13.v";
  }

  static SampleProject make() {
    Pack pack = new Pack(FOLDERS * FILES + FOLDERS + 2);
    ByteArrayOutputStream top = new ByteArrayOutputStream();
    for (int folder = 0; folder < FOLDERS; folder++) {
      ByteArrayOutputStream tree = new ByteArrayOutputStream();
      for (int file = 10; file < 10 + FILES; file++) { // two digits: git sorts names as bytes
        String text = "module unit" + folder + "_" + file + "; endmodule\n";
        entry(tree, "100644 unit" + file + ".v", pack.add(BLOB, ascii(text)));
      }
      entry(top, "40000 part" + folder, pack.add(TREE, tree.toByteArray()));
    }
    String root = hex(pack.add(TREE, top.toByteArray()));
    String who = "sample <sample@localhost> 0 +0000\n";
    byte[] commit =
        pack.add(
            COMMIT, ascii("tree " + root + "\nauthor " + who + "committer " + who + "\nsample\n"));
    byte[] bytes = pack.end();
    byte[] packIndex = pack.index();
    return new SampleProject(
        hex(commit),
        bytes.length,
        List.of(to -> to.write(emptyIndex()), to -> to.write(packIndex), to -> to.write(bytes)));
  }

  private static void entry(ByteArrayOutputStream tree, String modeAndName, byte[] id) {
    tree.writeBytes(ascii(modeAndName + "\0"));
    tree.writeBytes(id);
  }

  /** What is in it plays no part when a workspace is laid out. */
  private static byte[] emptyIndex() {
    return closed(ByteBuffer.allocate(12).put(ascii("DIRC")).putInt(2).putInt(0).array());
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] id) {
    return HexFormat.of().formatHex(id);
  }

  private static byte[] closed(byte[] bytes) {
    byte[] whole = Arrays.copyOf(bytes, bytes.length + 20);
    System.arraycopy(sha1(bytes), 0, whole, bytes.length, 20);
    return whole;
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-1", e);
    }
  }

  private static final class Pack {
    private static final String[] KINDS = {"", "commit", "tree", "blob"};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Map<byte[], Integer> offsets = new TreeMap<>(Arrays::compareUnsigned);
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    private final byte[] buffer = new byte[4 << 10];
    private byte[] sum = {};

    Pack(int objects) {
      bytes.writeBytes(
          ByteBuffer.allocate(12).put(ascii("PACK")).putInt(2).putInt(objects).array());
    }

    byte[] add(int kind, byte[] content) {
      byte[] id = sha1(ascii(KINDS[kind] + " " + content.length + "\0"), content);
      int offset = bytes.size();
      int left = content.length >> 4;
      bytes.write((kind << 4) | (content.length & 15) | (left > 0 ? 0x80 : 0));
      for (; left > 0; left >>= 7) {
        bytes.write((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
      }
      deflater.reset();
      deflater.setInput(content);
      deflater.finish();
      while (!deflater.finished()) {
        bytes.write(buffer, 0, deflater.deflate(buffer));
      }
      offsets.put(id, offset);
      return id;
    }

    byte[] end() {
      deflater.end();
      byte[] whole = closed(bytes.toByteArray());
      sum = Arrays.copyOfRange(whole, whole.length - 20, whole.length);
      return whole;
    }

    /** Its checksums are left out: only a repack would look at them. */
    byte[] index() {
      int n = offsets.size();
      ByteBuffer index = ByteBuffer.allocate(8 + 256 * 4 + n * 28 + 20);
      index.putInt(0xff744f63).putInt(2);
      int[] below = new int[256];
      offsets.keySet().forEach(id -> below[id[0] & 0xff]++);
      int sumOfBelow = 0;
      for (int count : below) {
        sumOfBelow += count;
        index.putInt(sumOfBelow);
      }
      offsets.keySet().forEach(index::put);
      index.position(index.position() + 4 * n);
      offsets.values().forEach(index::putInt);
      return closed(index.put(sum).array());
    }
  }
}
