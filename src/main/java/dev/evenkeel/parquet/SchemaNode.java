package dev.evenkeel.parquet;

import org.jspecify.annotations.Nullable;

/**
 * An element of a file's schema, as it is stored: depth first, each with the number of its
 * children.
 *
 * @param type physical type, or −1 for a group
 * @param repetition 0 required, 1 optional, 2 repeated
 * @param converted the older annotation, or −1
 */
record SchemaNode(
    String name,
    int type,
    int typeLength,
    int repetition,
    int children,
    int converted,
    int scale,
    @Nullable LogicalType logical) {

  /** The newer annotation: the number of its kind, and what kinds have of their own. */
  record LogicalType(int kind, int unit, boolean utc, int bits, boolean signed) {

    static final int STRING = 1;
    static final int ENUM = 4;
    static final int DECIMAL = 5;
    static final int DATE = 6;
    static final int TIME = 7;
    static final int TIMESTAMP = 8;
    static final int INTEGER = 10;
    static final int NULL = 11;
    static final int JSON = 12;
    static final int UUID = 14;
    static final int FLOAT16 = 15;
  }

  boolean isLeaf() {
    return children <= 0 && type >= 0;
  }

  static SchemaNode read(CompactProtocol in) throws BadParquetException {
    Reading node = new Reading(in);
    in.struct(node::field);
    return new SchemaNode(
        node.name,
        node.type,
        node.typeLength,
        node.repetition,
        node.children,
        node.converted,
        node.scale,
        node.logical());
  }

  /** Takes the fields of a node. */
  private static final class Reading {

    private final CompactProtocol in;
    private String name = "";
    private int type = -1;
    private int typeLength;
    private int repetition;
    private int children;
    private int converted = -1;
    private int scale;
    private int kind;
    private int unit;
    private boolean utc;
    private int bits;
    private boolean signed = true;

    Reading(CompactProtocol in) {
      this.in = in;
    }

    boolean field(int id, int fieldType) throws BadParquetException {
      switch (id) {
        case 1 -> type = in.int32(fieldType);
        case 2 -> typeLength = in.int32(fieldType);
        case 3 -> repetition = in.int32(fieldType);
        case 4 -> name = in.text(fieldType);
        case 5 -> children = in.int32(fieldType);
        case 6 -> converted = in.int32(fieldType);
        case 7 -> scale = in.int32(fieldType);
        case 10 -> in.struct(this::logicalKind);
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean logicalKind(int id, int fieldType) throws BadParquetException {
      kind = id;
      if (fieldType != CompactProtocol.STRUCT) {
        return false;
      }
      in.struct(this::logicalField);
      return true;
    }

    private boolean logicalField(int id, int fieldType) throws BadParquetException {
      boolean isBoolean = fieldType == CompactProtocol.TRUE || fieldType == CompactProtocol.FALSE;
      if (kind == LogicalType.DECIMAL && id == 1) {
        scale = in.int32(fieldType);
      } else if (kind == LogicalType.INTEGER && id == 1) {
        bits = in.int32(fieldType);
      } else if (kind == LogicalType.INTEGER && id == 2 && isBoolean) {
        signed = fieldType == CompactProtocol.TRUE;
      } else if (isTime() && id == 1 && isBoolean) {
        utc = fieldType == CompactProtocol.TRUE;
      } else if (isTime() && id == 2 && fieldType == CompactProtocol.STRUCT) {
        in.struct(
            (unitId, type) -> {
              unit = unitId;
              return false;
            });
      } else {
        return false;
      }
      return true;
    }

    private boolean isTime() {
      return kind == LogicalType.TIME || kind == LogicalType.TIMESTAMP;
    }

    @Nullable LogicalType logical() {
      return kind == 0 ? null : new LogicalType(kind, unit, utc, bits, signed);
    }
  }
}
