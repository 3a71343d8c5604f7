;; The optimisers' inner loops: one pass over flat float32 vectors, four at a time. All vectors lie in one imported
;; memory, have the same length ($bytes, a multiple of 16) and are padded with zeros. $p parameters, $g gradients,
;; other pointers are moments. $scale multiplies the gradient first (global-norm clipping). Behind them: layers on bits.
;; The built bytes are in kernelBytes.ts; `node packages/engine/scripts/buildKernels.mjs` makes them again, a test compares.
(module
  (import "agon" "memory" (memory 1))

  ;; The sum of squares of a vector, in float64. Not finite exactly if an element is not.
  (func (export "sumOfSquares") (param $g i32) (param $bytes i32) (result f64)
    (local $i i32) (local $x v128) (local $low v128) (local $high v128) (local $sum v128)
    (loop $next
      (local.set $x (v128.load (i32.add (local.get $g) (local.get $i))))
      (local.set $low (f64x2.promote_low_f32x4 (local.get $x)))
      (local.set $high (f64x2.promote_low_f32x4
        (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $x) (local.get $x))))
      (local.set $sum (f64x2.add (local.get $sum)
        (f64x2.add (f64x2.mul (local.get $low) (local.get $low)) (f64x2.mul (local.get $high) (local.get $high)))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes))))
    (f64.add (f64x2.extract_lane 0 (local.get $sum)) (f64x2.extract_lane 1 (local.get $sum))))

  ;; m = beta1 m + rest1 d;  v = beta2 v + rest2 d²;  p = keep p - step m / (root √v + epsilon),  d = scale g + decay p
  (func (export "adam") (param $p i32) (param $g i32) (param $m i32) (param $v i32) (param $bytes i32)
      (param $scale f32) (param $decay f32) (param $keep f32) (param $beta1 f32) (param $rest1 f32) (param $beta2 f32)
      (param $rest2 f32) (param $step f32) (param $root f32) (param $epsilon f32)
    (local $i i32) (local $x v128) (local $d v128) (local $m1 v128) (local $v1 v128)
    (loop $next
      (local.set $x (v128.load (i32.add (local.get $p) (local.get $i))))
      (local.set $d (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $scale)) (v128.load (i32.add (local.get $g) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $decay)) (local.get $x))))
      (local.set $m1 (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $beta1)) (v128.load (i32.add (local.get $m) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $rest1)) (local.get $d))))
      (local.set $v1 (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $beta2)) (v128.load (i32.add (local.get $v) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $rest2)) (f32x4.mul (local.get $d) (local.get $d)))))
      (v128.store (i32.add (local.get $m) (local.get $i)) (local.get $m1))
      (v128.store (i32.add (local.get $v) (local.get $i)) (local.get $v1))
      (v128.store (i32.add (local.get $p) (local.get $i)) (f32x4.sub
        (f32x4.mul (f32x4.splat (local.get $keep)) (local.get $x))
        (f32x4.div
          (f32x4.mul (f32x4.splat (local.get $step)) (local.get $m1))
          (f32x4.add
            (f32x4.mul (f32x4.sqrt (local.get $v1)) (f32x4.splat (local.get $root)))
            (f32x4.splat (local.get $epsilon))))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes)))))

  ;; s = decay s + rest d²;  a = decay a + rest d where centred, else 0;
  ;; b = momentum b + rate d / (√(max(s - a², 0) + inside) + outside);  p = p - b,  d = scale g + weightDecay p
  (func (export "rmsprop") (param $p i32) (param $g i32) (param $s i32) (param $a i32) (param $b i32) (param $bytes i32)
      (param $scale f32) (param $weightDecay f32) (param $decay f32) (param $rest f32) (param $centred f32)
      (param $momentum f32) (param $rate f32) (param $inside f32) (param $outside f32)
    (local $i i32) (local $x v128) (local $d v128) (local $s1 v128) (local $a1 v128) (local $b1 v128)
    (loop $next
      (local.set $x (v128.load (i32.add (local.get $p) (local.get $i))))
      (local.set $d (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $scale)) (v128.load (i32.add (local.get $g) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $weightDecay)) (local.get $x))))
      (local.set $s1 (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $decay)) (v128.load (i32.add (local.get $s) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $rest)) (f32x4.mul (local.get $d) (local.get $d)))))
      (local.set $a1 (f32x4.mul (f32x4.splat (local.get $centred)) (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $decay)) (v128.load (i32.add (local.get $a) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $rest)) (local.get $d)))))
      (local.set $b1 (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $momentum)) (v128.load (i32.add (local.get $b) (local.get $i))))
        (f32x4.div
          (f32x4.mul (f32x4.splat (local.get $rate)) (local.get $d))
          (f32x4.add (f32x4.splat (local.get $outside)) (f32x4.sqrt (f32x4.add (f32x4.splat (local.get $inside))
            (f32x4.max (f32x4.splat (f32.const 0))
              (f32x4.sub (local.get $s1) (f32x4.mul (local.get $a1) (local.get $a1))))))))))
      (v128.store (i32.add (local.get $s) (local.get $i)) (local.get $s1))
      (v128.store (i32.add (local.get $a) (local.get $i)) (local.get $a1))
      (v128.store (i32.add (local.get $b) (local.get $i)) (local.get $b1))
      (v128.store (i32.add (local.get $p) (local.get $i)) (f32x4.sub (local.get $x) (local.get $b1)))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes)))))

  ;; b = momentum b + rest d;  p = p - rate (ahead d + follow b),  d = scale g + decay p
  (func (export "sgd") (param $p i32) (param $g i32) (param $b i32) (param $bytes i32)
      (param $scale f32) (param $decay f32) (param $momentum f32) (param $rest f32) (param $rate f32)
      (param $ahead f32) (param $follow f32)
    (local $i i32) (local $x v128) (local $d v128) (local $b1 v128)
    (loop $next
      (local.set $x (v128.load (i32.add (local.get $p) (local.get $i))))
      (local.set $d (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $scale)) (v128.load (i32.add (local.get $g) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $decay)) (local.get $x))))
      (local.set $b1 (f32x4.add
        (f32x4.mul (f32x4.splat (local.get $momentum)) (v128.load (i32.add (local.get $b) (local.get $i))))
        (f32x4.mul (f32x4.splat (local.get $rest)) (local.get $d))))
      (v128.store (i32.add (local.get $b) (local.get $i)) (local.get $b1))
      (v128.store (i32.add (local.get $p) (local.get $i)) (f32x4.sub (local.get $x)
        (f32x4.mul (f32x4.splat (local.get $rate)) (f32x4.add
          (f32x4.mul (f32x4.splat (local.get $ahead)) (local.get $d))
          (f32x4.mul (f32x4.splat (local.get $follow)) (local.get $b1))))))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes)))))

  ;; Writes $base + $stride · i for each byte i of $length that is not 0, an address of 4 bytes each, from $list on; returns where
  ;; they end. Reads up to 15 bytes more.
  (func $ones (param $bits i32) (param $length i32) (param $base i32) (param $stride i32) (param $list i32) (result i32)
    (local $mask i32)
    (loop $block
      (local.set $mask (i8x16.bitmask (i8x16.ne (v128.load (local.get $bits)) (v128.const i32x4 0 0 0 0))))
      (if (i32.lt_s (local.get $length) (i32.const 16))
        (then (local.set $mask (i32.and (local.get $mask)
          (i32.sub (i32.shl (i32.const 1) (local.get $length)) (i32.const 1))))))
      (block $empty
        (loop $one
          (br_if $empty (i32.eqz (local.get $mask)))
          (i32.store (local.get $list) (i32.add (local.get $base)
            (i32.mul (local.get $stride) (i32.ctz (local.get $mask)))))
          (local.set $list (i32.add (local.get $list) (i32.const 4)))
          (local.set $mask (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
          (br $one)))
      (local.set $bits (i32.add (local.get $bits) (i32.const 16)))
      (local.set $base (i32.add (local.get $base) (i32.shl (local.get $stride) (i32.const 4))))
      (local.set $length (i32.sub (local.get $length) (i32.const 16)))
      (br_if $block (i32.gt_s (local.get $length) (i32.const 0))))
    (local.get $list))

  ;; Writes $bias and the rows whose addresses stand from $list to $end, summed, to $out; all have $stride bytes.
  (func $sum (param $list i32) (param $end i32) (param $bias i32) (param $stride i32) (param $out i32)
    (local $at i32) (local $j i32) (local $k i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (loop $columns
      (local.set $at (local.get $list))
      (local.set $k (i32.add (local.get $bias) (local.get $j)))
      (if (i32.le_u (i32.add (local.get $j) (i32.const 128)) (local.get $stride))
        (then
          (local.set $a0 (v128.load (local.get $k)))
          (local.set $a1 (v128.load offset=16 (local.get $k)))
          (local.set $a2 (v128.load offset=32 (local.get $k)))
          (local.set $a3 (v128.load offset=48 (local.get $k)))
          (local.set $a4 (v128.load offset=64 (local.get $k)))
          (local.set $a5 (v128.load offset=80 (local.get $k)))
          (local.set $a6 (v128.load offset=96 (local.get $k)))
          (local.set $a7 (v128.load offset=112 (local.get $k)))
          (block $summed
            (loop $one
              (br_if $summed (i32.ge_u (local.get $at) (local.get $end)))
              (local.set $k (i32.add (i32.load (local.get $at)) (local.get $j)))
              (local.set $a0 (f32x4.add (local.get $a0) (v128.load (local.get $k))))
              (local.set $a1 (f32x4.add (local.get $a1) (v128.load offset=16 (local.get $k))))
              (local.set $a2 (f32x4.add (local.get $a2) (v128.load offset=32 (local.get $k))))
              (local.set $a3 (f32x4.add (local.get $a3) (v128.load offset=48 (local.get $k))))
              (local.set $a4 (f32x4.add (local.get $a4) (v128.load offset=64 (local.get $k))))
              (local.set $a5 (f32x4.add (local.get $a5) (v128.load offset=80 (local.get $k))))
              (local.set $a6 (f32x4.add (local.get $a6) (v128.load offset=96 (local.get $k))))
              (local.set $a7 (f32x4.add (local.get $a7) (v128.load offset=112 (local.get $k))))
              (local.set $at (i32.add (local.get $at) (i32.const 4)))
              (br $one)))
          (local.set $k (i32.add (local.get $out) (local.get $j)))
          (v128.store (local.get $k) (local.get $a0))
          (v128.store offset=16 (local.get $k) (local.get $a1))
          (v128.store offset=32 (local.get $k) (local.get $a2))
          (v128.store offset=48 (local.get $k) (local.get $a3))
          (v128.store offset=64 (local.get $k) (local.get $a4))
          (v128.store offset=80 (local.get $k) (local.get $a5))
          (v128.store offset=96 (local.get $k) (local.get $a6))
          (v128.store offset=112 (local.get $k) (local.get $a7))
          (local.set $j (i32.add (local.get $j) (i32.const 128))))
        (else (if (i32.le_u (i32.add (local.get $j) (i32.const 64)) (local.get $stride))
          (then
            (local.set $a0 (v128.load (local.get $k)))
            (local.set $a1 (v128.load offset=16 (local.get $k)))
            (local.set $a2 (v128.load offset=32 (local.get $k)))
            (local.set $a3 (v128.load offset=48 (local.get $k)))
            (block $summed
              (loop $one
                (br_if $summed (i32.ge_u (local.get $at) (local.get $end)))
                (local.set $k (i32.add (i32.load (local.get $at)) (local.get $j)))
                (local.set $a0 (f32x4.add (local.get $a0) (v128.load (local.get $k))))
                (local.set $a1 (f32x4.add (local.get $a1) (v128.load offset=16 (local.get $k))))
                (local.set $a2 (f32x4.add (local.get $a2) (v128.load offset=32 (local.get $k))))
                (local.set $a3 (f32x4.add (local.get $a3) (v128.load offset=48 (local.get $k))))
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (br $one)))
            (local.set $k (i32.add (local.get $out) (local.get $j)))
            (v128.store (local.get $k) (local.get $a0))
            (v128.store offset=16 (local.get $k) (local.get $a1))
            (v128.store offset=32 (local.get $k) (local.get $a2))
            (v128.store offset=48 (local.get $k) (local.get $a3))
            (local.set $j (i32.add (local.get $j) (i32.const 64))))
          (else
            (local.set $a0 (v128.load (local.get $k)))
            (block $summed
              (loop $one
                (br_if $summed (i32.ge_u (local.get $at) (local.get $end)))
                (local.set $k (i32.add (i32.load (local.get $at)) (local.get $j)))
                (local.set $a0 (f32x4.add (local.get $a0) (v128.load (local.get $k))))
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (br $one)))
            (local.set $k (i32.add (local.get $out) (local.get $j)))
            (v128.store (local.get $k) (local.get $a0))
            (local.set $j (i32.add (local.get $j) (i32.const 16)))))))
      (br_if $columns (i32.lt_u (local.get $j) (local.get $stride)))))

  ;; Its gradients: adds $dOut to $gBias and to the rows whose addresses stand from $list to $end.
  (func $add (param $list i32) (param $end i32) (param $gBias i32) (param $stride i32) (param $dOut i32)
    (local $at i32) (local $j i32) (local $k i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (local $a4 v128) (local $a5 v128) (local $a6 v128) (local $a7 v128)
    (loop $columns
      (local.set $at (local.get $list))
      (local.set $k (i32.add (local.get $dOut) (local.get $j)))
      (if (i32.le_u (i32.add (local.get $j) (i32.const 128)) (local.get $stride))
        (then
          (local.set $a0 (v128.load (local.get $k)))
          (local.set $a1 (v128.load offset=16 (local.get $k)))
          (local.set $a2 (v128.load offset=32 (local.get $k)))
          (local.set $a3 (v128.load offset=48 (local.get $k)))
          (local.set $a4 (v128.load offset=64 (local.get $k)))
          (local.set $a5 (v128.load offset=80 (local.get $k)))
          (local.set $a6 (v128.load offset=96 (local.get $k)))
          (local.set $a7 (v128.load offset=112 (local.get $k)))
          (local.set $k (i32.add (local.get $gBias) (local.get $j)))
          (v128.store (local.get $k) (f32x4.add (v128.load (local.get $k)) (local.get $a0)))
          (v128.store offset=16 (local.get $k) (f32x4.add (v128.load offset=16 (local.get $k)) (local.get $a1)))
          (v128.store offset=32 (local.get $k) (f32x4.add (v128.load offset=32 (local.get $k)) (local.get $a2)))
          (v128.store offset=48 (local.get $k) (f32x4.add (v128.load offset=48 (local.get $k)) (local.get $a3)))
          (v128.store offset=64 (local.get $k) (f32x4.add (v128.load offset=64 (local.get $k)) (local.get $a4)))
          (v128.store offset=80 (local.get $k) (f32x4.add (v128.load offset=80 (local.get $k)) (local.get $a5)))
          (v128.store offset=96 (local.get $k) (f32x4.add (v128.load offset=96 (local.get $k)) (local.get $a6)))
          (v128.store offset=112 (local.get $k) (f32x4.add (v128.load offset=112 (local.get $k)) (local.get $a7)))
          (block $added
            (loop $one
              (br_if $added (i32.ge_u (local.get $at) (local.get $end)))
              (local.set $k (i32.add (i32.load (local.get $at)) (local.get $j)))
              (v128.store (local.get $k) (f32x4.add (v128.load (local.get $k)) (local.get $a0)))
              (v128.store offset=16 (local.get $k) (f32x4.add (v128.load offset=16 (local.get $k)) (local.get $a1)))
              (v128.store offset=32 (local.get $k) (f32x4.add (v128.load offset=32 (local.get $k)) (local.get $a2)))
              (v128.store offset=48 (local.get $k) (f32x4.add (v128.load offset=48 (local.get $k)) (local.get $a3)))
              (v128.store offset=64 (local.get $k) (f32x4.add (v128.load offset=64 (local.get $k)) (local.get $a4)))
              (v128.store offset=80 (local.get $k) (f32x4.add (v128.load offset=80 (local.get $k)) (local.get $a5)))
              (v128.store offset=96 (local.get $k) (f32x4.add (v128.load offset=96 (local.get $k)) (local.get $a6)))
              (v128.store offset=112 (local.get $k) (f32x4.add (v128.load offset=112 (local.get $k)) (local.get $a7)))
              (local.set $at (i32.add (local.get $at) (i32.const 4)))
              (br $one)))
          (local.set $j (i32.add (local.get $j) (i32.const 128))))
        (else (if (i32.le_u (i32.add (local.get $j) (i32.const 64)) (local.get $stride))
          (then
            (local.set $a0 (v128.load (local.get $k)))
            (local.set $a1 (v128.load offset=16 (local.get $k)))
            (local.set $a2 (v128.load offset=32 (local.get $k)))
            (local.set $a3 (v128.load offset=48 (local.get $k)))
            (local.set $k (i32.add (local.get $gBias) (local.get $j)))
            (v128.store (local.get $k) (f32x4.add (v128.load (local.get $k)) (local.get $a0)))
            (v128.store offset=16 (local.get $k) (f32x4.add (v128.load offset=16 (local.get $k)) (local.get $a1)))
            (v128.store offset=32 (local.get $k) (f32x4.add (v128.load offset=32 (local.get $k)) (local.get $a2)))
            (v128.store offset=48 (local.get $k) (f32x4.add (v128.load offset=48 (local.get $k)) (local.get $a3)))
            (block $added
              (loop $one
                (br_if $added (i32.ge_u (local.get $at) (local.get $end)))
                (local.set $k (i32.add (i32.load (local.get $at)) (local.get $j)))
                (v128.store (local.get $k) (f32x4.add (v128.load (local.get $k)) (local.get $a0)))
                (v128.store offset=16 (local.get $k) (f32x4.add (v128.load offset=16 (local.get $k)) (local.get $a1)))
                (v128.store offset=32 (local.get $k) (f32x4.add (v128.load offset=32 (local.get $k)) (local.get $a2)))
                (v128.store offset=48 (local.get $k) (f32x4.add (v128.load offset=48 (local.get $k)) (local.get $a3)))
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (br $one)))
            (local.set $j (i32.add (local.get $j) (i32.const 64))))
          (else
            (local.set $a0 (v128.load (local.get $k)))
            (local.set $k (i32.add (local.get $gBias) (local.get $j)))
            (v128.store (local.get $k) (f32x4.add (v128.load (local.get $k)) (local.get $a0)))
            (block $added
              (loop $one
                (br_if $added (i32.ge_u (local.get $at) (local.get $end)))
                (local.set $k (i32.add (i32.load (local.get $at)) (local.get $j)))
                (v128.store (local.get $k) (f32x4.add (v128.load (local.get $k)) (local.get $a0)))
                (local.set $at (i32.add (local.get $at) (i32.const 4)))
                (br $one)))
            (local.set $j (i32.add (local.get $j) (i32.const 16)))))))
      (br_if $columns (i32.lt_u (local.get $j) (local.get $stride)))))

  ;; A dense layer on $rows rows of $features bytes, 0 or 1: row r of $out is the sum of $bias and the rows of $w where row r has
  ;; a 1. A row of $w and of $out, and $bias, have $stride bytes, a multiple of 16; $list has room for $features addresses.
  (func (export "bitLayer") (param $bits i32) (param $rows i32) (param $features i32) (param $w i32)
      (param $bias i32) (param $stride i32) (param $out i32) (param $list i32)
    (loop $row
      (call $sum (local.get $list)
        (call $ones (local.get $bits) (local.get $features) (local.get $w) (local.get $stride) (local.get $list))
        (local.get $bias) (local.get $stride) (local.get $out))
      (local.set $bits (i32.add (local.get $bits) (local.get $features)))
      (local.set $out (i32.add (local.get $out) (local.get $stride)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $row (local.get $rows))))

  ;; Its gradients: adds row r of $dOut to $gBias, and to the rows of $g where row r has a 1.
  (func (export "bitLayerGradient") (param $bits i32) (param $rows i32) (param $features i32) (param $g i32)
      (param $gBias i32) (param $stride i32) (param $dOut i32) (param $list i32)
    (loop $row
      (call $add (local.get $list)
        (call $ones (local.get $bits) (local.get $features) (local.get $g) (local.get $stride) (local.get $list))
        (local.get $gBias) (local.get $stride) (local.get $dOut))
      (local.set $bits (i32.add (local.get $bits) (local.get $features)))
      (local.set $dOut (i32.add (local.get $dOut) (local.get $stride)))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $row (local.get $rows))))

  ;; As $ones, for a window with its corner at $bits on a board $width cells of $planes bytes wide, whose weights lie from $w on.
  (func $seen (param $bits i32) (param $width i32) (param $planes i32) (param $kernelHeight i32)
      (param $kernelWidth i32) (param $w i32) (param $stride i32) (param $list i32) (result i32)
    (local $line i32)
    (local.set $line (i32.mul (local.get $kernelWidth) (local.get $planes)))
    (loop $row
      (local.set $list
        (call $ones (local.get $bits) (local.get $line) (local.get $w) (local.get $stride) (local.get $list)))
      (local.set $bits (i32.add (local.get $bits) (i32.mul (local.get $width) (local.get $planes))))
      (local.set $w (i32.add (local.get $w) (i32.mul (local.get $line) (local.get $stride))))
      (local.set $kernelHeight (i32.sub (local.get $kernelHeight) (i32.const 1)))
      (br_if $row (local.get $kernelHeight)))
    (local.get $list))

  ;; A convolution with stride 1 and without padding on $rows boards of $height · $width cells of $planes bytes: a cell of $out is
  ;; the sum of $bias and of the rows of $w, [kernelHeight, kernelWidth, planes, stride bytes], where its window sees a 1.
  (func (export "bitConvolution") (param $bits i32) (param $rows i32) (param $height i32) (param $width i32)
      (param $planes i32) (param $kernelHeight i32) (param $kernelWidth i32)
      (param $w i32) (param $bias i32) (param $stride i32) (param $out i32) (param $list i32)
    (local $y i32) (local $x i32)
    (loop $board
      (local.set $y (i32.sub (local.get $height) (local.get $kernelHeight)))
      (loop $row
        (local.set $x (i32.sub (local.get $width) (local.get $kernelWidth)))
        (loop $cell
          (call $sum (local.get $list)
            (call $seen (local.get $bits) (local.get $width) (local.get $planes) (local.get $kernelHeight)
              (local.get $kernelWidth) (local.get $w) (local.get $stride) (local.get $list))
            (local.get $bias) (local.get $stride) (local.get $out))
          (local.set $out (i32.add (local.get $out) (local.get $stride)))
          (local.set $bits (i32.add (local.get $bits) (local.get $planes)))
          (local.set $x (i32.sub (local.get $x) (i32.const 1)))
          (br_if $cell (i32.ge_s (local.get $x) (i32.const 0))))
        ;; From behind the row's last window to the next row.
        (local.set $bits (i32.add (local.get $bits)
          (i32.mul (i32.sub (local.get $kernelWidth) (i32.const 1)) (local.get $planes))))
        (local.set $y (i32.sub (local.get $y) (i32.const 1)))
        (br_if $row (i32.ge_s (local.get $y) (i32.const 0))))
      ;; From behind the last row of windows to the next board.
      (local.set $bits (i32.add (local.get $bits) (i32.mul (i32.sub (local.get $kernelHeight) (i32.const 1))
        (i32.mul (local.get $width) (local.get $planes)))))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $board (local.get $rows))))

  ;; Its gradients: adds each cell of $dOut to $gBias, and to the rows of $g where its window sees a 1.
  (func (export "bitConvolutionGradient") (param $bits i32) (param $rows i32) (param $height i32) (param $width i32)
      (param $planes i32) (param $kernelHeight i32) (param $kernelWidth i32)
      (param $g i32) (param $gBias i32) (param $stride i32) (param $dOut i32) (param $list i32)
    (local $y i32) (local $x i32)
    (loop $board
      (local.set $y (i32.sub (local.get $height) (local.get $kernelHeight)))
      (loop $row
        (local.set $x (i32.sub (local.get $width) (local.get $kernelWidth)))
        (loop $cell
          (call $add (local.get $list)
            (call $seen (local.get $bits) (local.get $width) (local.get $planes) (local.get $kernelHeight)
              (local.get $kernelWidth) (local.get $g) (local.get $stride) (local.get $list))
            (local.get $gBias) (local.get $stride) (local.get $dOut))
          (local.set $dOut (i32.add (local.get $dOut) (local.get $stride)))
          (local.set $bits (i32.add (local.get $bits) (local.get $planes)))
          (local.set $x (i32.sub (local.get $x) (i32.const 1)))
          (br_if $cell (i32.ge_s (local.get $x) (i32.const 0))))
        ;; From behind the row's last window to the next row.
        (local.set $bits (i32.add (local.get $bits)
          (i32.mul (i32.sub (local.get $kernelWidth) (i32.const 1)) (local.get $planes))))
        (local.set $y (i32.sub (local.get $y) (i32.const 1)))
        (br_if $row (i32.ge_s (local.get $y) (i32.const 0))))
      ;; From behind the last row of windows to the next board.
      (local.set $bits (i32.add (local.get $bits) (i32.mul (i32.sub (local.get $kernelHeight) (i32.const 1))
        (i32.mul (local.get $width) (local.get $planes)))))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
      (br_if $board (local.get $rows))))

  ;; Vectors of words, of any length in $bytes (4 a number): four numbers at a time, then one by one.

  ;; The sum of the products of two vectors.
  (func (export "dot") (param $a i32) (param $b i32) (param $bytes i32) (result f32)
    (local $i i32) (local $fours i32) (local $sum v128) (local $rest f32)
    (local.set $fours (i32.and (local.get $bytes) (i32.const -16)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $fours)))
        (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul
          (v128.load (i32.add (local.get $a) (local.get $i)))
          (v128.load (i32.add (local.get $b) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 16)))
        (br $next)))
    (block $end
      (loop $one
        (br_if $end (i32.ge_u (local.get $i) (local.get $bytes)))
        (local.set $rest (f32.add (local.get $rest) (f32.mul
          (f32.load (i32.add (local.get $a) (local.get $i)))
          (f32.load (i32.add (local.get $b) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br $one)))
    (f32.add
      (f32.add
        (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
        (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum))))
      (local.get $rest)))

  ;; to = to + scale from
  (func $addScaled (export "addScaled") (param $to i32) (param $from i32) (param $scale f32) (param $bytes i32)
    (local $i i32) (local $fours i32)
    (local.set $fours (i32.and (local.get $bytes) (i32.const -16)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $fours)))
        (v128.store (i32.add (local.get $to) (local.get $i)) (f32x4.add
          (v128.load (i32.add (local.get $to) (local.get $i)))
          (f32x4.mul (f32x4.splat (local.get $scale)) (v128.load (i32.add (local.get $from) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 16)))
        (br $next)))
    (block $end
      (loop $one
        (br_if $end (i32.ge_u (local.get $i) (local.get $bytes)))
        (f32.store (i32.add (local.get $to) (local.get $i)) (f32.add
          (f32.load (i32.add (local.get $to) (local.get $i)))
          (f32.mul (local.get $scale) (f32.load (i32.add (local.get $from) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br $one))))

  ;; step = step + scale row;  row = row + scale hidden
  (func (export "pull") (param $step i32) (param $row i32) (param $hidden i32) (param $scale f32) (param $bytes i32)
    (call $addScaled (local.get $step) (local.get $row) (local.get $scale) (local.get $bytes))
    (call $addScaled (local.get $row) (local.get $hidden) (local.get $scale) (local.get $bytes))))
