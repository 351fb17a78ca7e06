package dev.evenkeel.training.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import dev.evenkeel.training.spec.SpecJson;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The state of a run as bytes, to the last bit:
 *
 * <pre>
 * magic, version
 * length of the tree, number of arrays, length of each array
 * checksum of all that so far
 * the tree: CBOR, which holds NaN and infinities; arrays of floats by their number
 * the arrays, one after the other; one that is in the tree twice is here once
 * checksum of all that so far
 * </pre>
 */
public final class RunStateFormat {

  private static final int MAGIC = 0x45564b53;

  /** To be raised with every change of what is in a state, or of what it means. */
  static final int VERSION = 1;

  private static final int PIECE = 1 << 14;

  private static final ObjectMapper CBOR =
      SpecJson.configure(CBORMapper.builder())
          .addModule(FloatArrays.module())
          // What a record can say of itself is none of its parts.
          .changeDefaultVisibility(checker -> checker.withIsGetterVisibility(Visibility.NONE))
          .build();

  private RunStateFormat() {}

  /** Writes a state; the stream stays open. */
  public static void write(RunState state, OutputStream stream) throws IOException {
    FloatArrays arrays = new FloatArrays();
    byte[] tree = arrays.writer(CBOR).writeValueAsBytes(state);
    CheckedOutputStream checked =
        new CheckedOutputStream(new BufferedOutputStream(stream), new CRC32C());
    DataOutputStream out = new DataOutputStream(checked);
    out.writeInt(MAGIC);
    out.writeInt(VERSION);
    out.writeInt(tree.length);
    out.writeInt(arrays.all().size());
    for (float[] array : arrays.all()) {
      out.writeInt(array.length);
    }
    out.writeLong(checked.getChecksum().getValue());
    out.write(tree);
    ByteBuffer piece = ByteBuffer.allocate(PIECE * Float.BYTES);
    for (float[] array : arrays.all()) {
      for (int at = 0; at < array.length; at += PIECE) {
        int count = Math.min(PIECE, array.length - at);
        piece.clear().asFloatBuffer().put(array, at, count);
        out.write(piece.array(), 0, count * Float.BYTES);
      }
    }
    out.writeLong(checked.getChecksum().getValue());
    out.flush();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws UnreadableRunStateException where it is something else, damaged or of another version
   */
  public static RunState read(InputStream stream) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(new BufferedInputStream(stream), new CRC32C());
    try {
      return read(checked, new DataInputStream(checked));
    } catch (EOFException e) {
      throw new UnreadableRunStateException("The state of the run ends in its midst.");
    } catch (JacksonException e) {
      throw new UnreadableRunStateException(
          "The state of the run cannot be read: " + e.getOriginalMessage());
    }
  }

  private static RunState read(CheckedInputStream checked, DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new UnreadableRunStateException("These bytes are not the state of a run.");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw new UnreadableRunStateException(
          "The state of the run has version %d, this release goes on with version %d only. Start the run anew."
              .formatted(version, VERSION));
    }
    int treeLength = in.readInt();
    List<Integer> lengths = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      lengths.add(in.readInt());
    }
    // Before any of these lengths is believed.
    verify(checked, in);
    byte[] tree = in.readNBytes(treeLength);
    float[][] arrays = new float[lengths.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = floats(in, lengths.get(i));
    }
    verify(checked, in);
    return FloatArrays.reader(CBOR, arrays).forType(RunState.class).readValue(tree);
  }

  private static float[] floats(DataInputStream in, int length) throws IOException {
    float[] array = new float[length];
    ByteBuffer piece = ByteBuffer.allocate(PIECE * Float.BYTES);
    for (int at = 0; at < length; at += PIECE) {
      int count = Math.min(PIECE, length - at);
      in.readFully(piece.array(), 0, count * Float.BYTES);
      piece.clear().asFloatBuffer().get(array, at, count);
    }
    return array;
  }

  private static void verify(CheckedInputStream checked, DataInputStream in) throws IOException {
    long expected = checked.getChecksum().getValue();
    if (in.readLong() != expected) {
      throw new UnreadableRunStateException("The state of the run is damaged.");
    }
  }
}
