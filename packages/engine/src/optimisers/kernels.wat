;; The optimisers' inner loops: one pass over flat float32 vectors, four at a time. All vectors lie in one imported
;; memory, have the same length ($bytes, a multiple of 16) and are padded with zeros. $p parameters, $g gradients,
;; other pointers are moments. $scale multiplies the gradient first (global-norm clipping).
;; The built bytes are in kernelBytes.ts; `npm run build:kernels -w @agon/engine` makes them again, a test compares.
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
      (br_if $next (i32.lt_u (local.get $i) (local.get $bytes))))))
